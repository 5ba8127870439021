/* The functions for complex numbers that ucrtbase.dll of Windows has and that of Wine 10 only names.
   numpy 2 needs them when it is loaded. Only for the check under Wine; nothing of it goes to anybody.
   Everything else is passed on to Wine's own library, which lies beside this one as ucrtwine.dll. */
#include <complex.h>
#include <math.h>

typedef struct { double re, im; } pair;
typedef struct { float re, im; } small;

static double complex wide(pair z) { return __builtin_complex(z.re, z.im); }
static pair narrow(double complex z) { return (pair){creal(z), cimag(z)}; }
static pair twice(small z) { return (pair){z.re, z.im}; }
static small half(pair z) { return (small){(float)z.re, (float)z.im}; }

#define TO_NUMBER(name, value) \
  double wine_##name(pair z) { return value; } \
  double wine_##name##l(pair z) { return value; } \
  float wine_##name##f(small z) { return (float)wine_##name(twice(z)); }
#define TO_COMPLEX(name) \
  pair wine_##name(pair z) { return narrow(name(wide(z))); } \
  pair wine_##name##l(pair z) { return narrow(name(wide(z))); } \
  small wine_##name##f(small z) { return half(wine_##name(twice(z))); }

TO_NUMBER(creal, z.re)
TO_NUMBER(cimag, z.im)
TO_NUMBER(cabs, hypot(z.re, z.im))
TO_NUMBER(carg, atan2(z.im, z.re))
TO_COMPLEX(ccos) TO_COMPLEX(csin) TO_COMPLEX(ctan)
TO_COMPLEX(ccosh) TO_COMPLEX(csinh) TO_COMPLEX(ctanh)
TO_COMPLEX(cexp) TO_COMPLEX(clog) TO_COMPLEX(csqrt) TO_COMPLEX(catan)

pair wine_cpow(pair x, pair y) { return narrow(cpow(wide(x), wide(y))); }
pair wine_cpowl(pair x, pair y) { return wine_cpow(x, y); }
small wine_cpowf(small x, small y) { return half(wine_cpow(twice(x), twice(y))); }
