"""Tables that cannot be used, or hardly: what people open by mistake, for the window and the command line."""

BODY = "".join(f"{n % 60 + 20},{n % 7 / 2},{'fm'[n % 2]}\n" for n in range(40))
PROTECTED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(1024)
)

UNREADABLE: dict[str, bytes] = {
    "empty.csv": b"",
    "blank_lines.csv": b"\n\n\n",
    "header_only.csv": b"age,dose,sex\n",
    "junk.csv": bytes(range(256)) * 64,
    "protected.xlsx": PROTECTED,
    "no_workbook.xlsx": b"PK\x03\x04 this is no workbook",
    "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
}
"""Files that hold no table at all."""

TOO_POOR: dict[str, bytes] = {
    "all_missing.csv": b"age,dose\n" + b",\n" * 40,
    "three_rows.csv": b"age,dose,sex\n1,2.5,f\n2,3.5,m\n3,4.5,f\n",
    "texts_only.csv": b"note\n"
    + b"".join(
        b"%s free remark number %d about it\n" % (b"very " * (n % 4) + b"long" * (n % 3), n)
        for n in range(40)
    ),
    "identifiers_only.csv": b"patient_id\n" + b"".join(b"P%05d\n" % n for n in range(60)),
}
"""Tables from which nothing can be learned."""

ODD: dict[str, str] = {
    "one_column.csv": "age\n" + "".join(f"{n % 50}\n" for n in range(60)),
    "constant.csv": "age,ward\n" + "".join(f"{n % 50},A\n" for n in range(60)),
    "one_class.csv": "age,sex\n" + "".join(f"{n * 7 % 50},f\n" for n in range(60)),
    "duplicate_names.csv": "age,age,sex\n" + BODY,
    "nameless.csv": "age,,sex\n" + BODY,
    "ragged.csv": "age,dose,sex\n" + BODY + "30,1.5\n" + "31,2.5,f,extra\n" * 2,
}
"""Odd tables that can be learned all the same."""
