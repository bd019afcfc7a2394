// The second-order sections of the Audio EQ Cookbook.
#pragma once

namespace attacca::dsp {

/// The kinds of band that the Equalizer APO text format names.
enum class BandKind { peaking, low_shelf, high_shelf, low_pass, high_pass, notch, band_pass, all_pass };

/// How a band's width is given; the three are the cookbook's own.
enum class WidthUnit {
    q,        ///< Quality factor.
    octaves,  ///< Bandwidth between −3 dB points (peaking: between points of half the gain in dB).
    slope,    ///< Shelf slope S: 1 is as steep as it can be without a bump.
};

/// One band of an equalizer, as a person sets it.
struct Band {
    BandKind kind = BandKind::peaking;
    double center_hz = 1000.0;
    double gain_db = 0.0;  ///< Peaking and shelving bands only.
    double width = 1.0;
    WidthUnit width_unit = WidthUnit::q;

    friend bool operator==(const Band&, const Band&) = default;
};

/// y[n] = b0·x[n] + b1·x[n−1] + b2·x[n−2] − a1·y[n−1] − a2·y[n−2], in double precision.
struct BiquadCoefficients {
    double b0 = 1.0, b1 = 0.0, b2 = 0.0;
    double a1 = 0.0, a2 = 0.0;
};

/// The cookbook's design.
/// Requires 0 < center_hz < sample_rate / 2 and width > 0.
/// Source: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients".
[[nodiscard]] BiquadCoefficients design_biquad(const Band& band, double sample_rate) noexcept;

/// The section's gain at a frequency, in dB.
[[nodiscard]] double magnitude_db(const BiquadCoefficients& section, double frequency_hz, double sample_rate) noexcept;

/// The quality factor that the band's width stands for at this sample rate.
[[nodiscard]] double band_q(const Band& band, double sample_rate) noexcept;

}  // namespace attacca::dsp
