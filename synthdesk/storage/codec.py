"""Frozen dataclasses of `domain` as JSON and back, checked against their types.

msgspec cannot tell two dataclasses of one union apart, so where a field may hold one of several the object
carries its class name under `"type"`. Unknown keys are refused: a typing error in a recipe must not pass.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

_TAG = "type"

T = TypeVar("T")

CodecError = msgspec.ValidationError
"""Raised when data does not fit the type."""


def encode(value: object) -> bytes:
    """Return `value` (a dataclass, or a container of them) as JSON. Floats must be finite."""
    return msgspec.json.encode(to_plain(value))


def decode(data: bytes, kind: type[T]) -> T:
    """Return the `kind` that `data` is the JSON of.

    Raises:
        CodecError: When `data` is no JSON or does not fit `kind`.
    """
    try:
        plain = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise CodecError("not JSON") from error
    return from_plain(plain, kind)


def to_plain(value: object) -> object:
    """Return `value` as dicts, lists, texts, numbers and None; dataclasses inside a union carry their name."""
    return _plain(value, type(value))


def from_plain(plain: object, kind: type[T]) -> T:
    """Return the `kind` that `plain` stands for.

    Raises:
        CodecError: When it does not fit, an unknown key included.
    """
    built: T = _build(plain, kind)
    return built


def _plain(value: object, kind: Any) -> object:  # noqa: ANN401  # a type hint may be any object
    if is_dataclass(value) and not isinstance(value, type):
        hints = _hints(type(value))
        encoded: dict[str, object] = {name: _plain(getattr(value, name), hints[name]) for name in hints}
        return {_TAG: type(value).__name__} | encoded if len(_classes(kind)) > 1 else encoded
    if isinstance(value, list | tuple) and not _is_simple(kind):
        inner = _inner(_present(kind), len(value))
        return [_plain(item, hint) for item, hint in zip(value, inner, strict=True)]
    if isinstance(value, Mapping):
        hint = _of_values(_present(kind))
        return {key: _plain(item, hint) for key, item in value.items()}
    return value


def _build(plain: object, kind: Any) -> Any:  # noqa: ANN401  # a type hint may be any object
    if _is_simple(kind):
        return msgspec.convert(plain, kind)
    if plain is None and type(None) in get_args(kind):
        return None
    classes = _classes(kind)
    if classes:
        return _build_one_of(plain, classes)
    return _build_container(plain, _present(kind))


def _build_container(plain: object, kind: Any) -> object:  # noqa: ANN401  # a type hint may be any object
    if isinstance(plain, dict) and get_origin(kind) in (dict, Mapping):
        return {key: _build(item, _of_values(kind)) for key, item in plain.items()}
    if isinstance(plain, list) and get_origin(kind) in (list, tuple):
        items = [_build(item, hint) for item, hint in zip(plain, _inner(kind, len(plain)), strict=True)]
        return items if get_origin(kind) is list else tuple(items)
    raise CodecError("a list or an object is expected")


def _build_one_of(plain: object, classes: tuple[Any, ...]) -> object:
    if not isinstance(plain, Mapping):
        raise CodecError("an object is expected")
    if len(classes) == 1:
        return _build_dataclass(plain, classes[0])
    for cls in classes:
        if plain.get(_TAG) == cls.__name__:
            return _build_dataclass({k: v for k, v in plain.items() if k != _TAG}, cls)
    raise CodecError("the type of an object is unknown")


def _build_dataclass(plain: Mapping[str, object], cls: Any) -> object:  # noqa: ANN401  # some dataclass
    hints = _hints(cls)
    unknown = sorted(set(plain) - set(hints))
    if unknown:
        raise CodecError(f"`{unknown[0]}` is no part of {cls.__name__}")
    absent = sorted(_required(cls) - set(plain))
    if absent:
        raise CodecError(f"{cls.__name__} needs `{absent[0]}`")
    values = {name: _build(value, hints[name]) for name, value in plain.items()}
    try:
        return cls(**values)
    except ValueError as error:
        raise CodecError(str(error)) from error


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


@cache
def _required(cls: Any) -> frozenset[str]:  # noqa: ANN401  # some dataclass
    return frozenset(f.name for f in fields(cls) if f.default is MISSING and f.default_factory is MISSING)


@cache
def _classes(kind: Any) -> tuple[Any, ...]:  # noqa: ANN401  # a type hint may be any object
    """Return the dataclasses that `kind` itself may be."""
    members = get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)
    return tuple(m for m in members if is_dataclass(m))


def _present(kind: Any) -> Any:  # noqa: ANN401  # a type hint may be any object
    """Return `kind` without its `| None`."""
    if get_origin(kind) in (Union, types.UnionType):
        return next(member for member in get_args(kind) if member is not type(None))
    return kind


def _of_values(kind: Any) -> Any:  # noqa: ANN401  # a type hint may be any object
    """Return the type hint of the values of the mapping `kind`."""
    args = get_args(kind)
    return args[1] if len(args) == 2 else object


@cache
def _is_simple(kind: Any) -> bool:  # noqa: ANN401  # a type hint may be any object
    """Whether no dataclass is inside `kind`, so that msgspec converts it by itself."""
    if is_dataclass(kind):
        return False
    if kind in (list, tuple, dict, object):
        return False
    return all(_is_simple(inner) for inner in get_args(kind) if inner is not Ellipsis)


def _inner(kind: Any, length: int) -> list[Any]:  # noqa: ANN401  # a type hint may be any object
    """Return the type hint of each of the `length` items of the sequence `kind`."""
    args = get_args(kind)
    if not args:
        return [object] * length
    if len(args) == 1 or args[-1] is Ellipsis:
        return [args[0]] * length
    if len(args) != length:
        raise CodecError(f"{len(args)} items are expected")
    return list(args)
