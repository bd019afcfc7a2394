// Logarithms of vectors.
// Included once for each CPU path, after Highway.

#if defined(ATTACCA_LOGARITHM) == defined(HWY_TARGET_TOGGLE)
#ifdef ATTACCA_LOGARITHM
#undef ATTACCA_LOGARITHM
#else
#define ATTACCA_LOGARITHM
#endif

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

/// To 1e-7 of log2(x). Requires x to be positive, finite and normal.
template <class D, class V>
HWY_INLINE V log2_of(D d, V x) {
    // x = 2^e·(1 + f), 1 + f between √½ and √2; then f times a polynomial of least greatest error.
    const hn::RebindToSigned<D> integers;
    const auto bits = hn::BitCast(integers, x);
    const auto exponent = hn::ShiftRight<23>(hn::Sub(bits, hn::Set(integers, 0x3F3504F3)));
    const V fraction = hn::Sub(hn::BitCast(d, hn::Sub(bits, hn::ShiftLeft<23>(exponent))), hn::Set(d, 1.0F));
    V sum = hn::Set(d, -0.145744442F);
    for (const float coefficient :
         {0.236890367F, -0.250069047F, 0.286707457F, -0.360087216F, 0.480939445F, -0.721357149F, 1.44269477F}) {
        sum = hn::MulAdd(sum, fraction, hn::Set(d, coefficient));
    }
    return hn::MulAdd(sum, fraction, hn::ConvertTo(d, exponent));
}

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
