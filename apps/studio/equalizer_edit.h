// The equalizer that is being edited: two settings to compare, one heard, one band selected.
#pragma once

#include <QObject>
#include <QString>
#include <cstddef>
#include <optional>

#include "attacca/dsp/equalizer_settings.h"
#include "studio_state.h"

namespace attacca::studio {

inline constexpr double kLowestBand_hz = 20.0;
inline constexpr double kHighestBand_hz = 20000.0;
inline constexpr double kBandGain_db = 24.0;
inline constexpr double kLowestQ = 0.1;
inline constexpr double kHighestQ = 30.0;
inline constexpr double kLowestPreamp_db = -30.0;
inline constexpr double kHighestPreamp_db = 12.0;

/// "peaking", "low shelf", …
[[nodiscard]] QString kind_text(dsp::BandKind kind);
[[nodiscard]] bool has_gain(dsp::BandKind kind) noexcept;
/// "240 Hz", "1.50 kHz".
[[nodiscard]] QString frequency_text(double frequency_hz);
/// "+3.0 dB".
[[nodiscard]] QString gain_text(double gain_db);
/// "Band 3, peaking, 240 Hz, +3.0 dB, Q 1.0": what a screen reader says.
[[nodiscard]] QString band_text(std::size_t index, const dsp::Band& band);
/// A band's width as a quality factor, whatever unit it is kept in.
[[nodiscard]] double quality(const dsp::Band& band) noexcept;

/// Threads    The window's.
class EqualizerEdit : public QObject {
    Q_OBJECT

public:
    explicit EqualizerEdit(EqualizerPair pair);

    [[nodiscard]] const EqualizerPair& pair() const noexcept { return pair_; }
    [[nodiscard]] const dsp::EqualizerSettings& settings() const noexcept { return pair_.settings[pair_.heard]; }
    [[nodiscard]] const QString& preset() const noexcept { return pair_.presets[pair_.heard]; }
    [[nodiscard]] bool bypassed() const noexcept { return pair_.bypass == player::Switch::on; }
    [[nodiscard]] std::optional<std::size_t> selected() const noexcept { return selected_; }

    void select(std::optional<std::size_t> band);

    /// Values are brought into their ranges. Each requires a band that there is.
    void set_band(std::size_t index, const dsp::Band& band);
    void move_band(std::size_t index, double center_hz, double gain_db);
    void set_quality(std::size_t index, double q);
    void reset_gain(std::size_t index);
    void remove_band(std::size_t index);

    /// A peaking band, selected. False when there are kMaxBands already.
    bool add_band(double center_hz, double gain_db);
    void set_preamp(double gain_db);
    /// Takes the place of the setting that is heard.
    void load(const dsp::EqualizerSettings& settings, const QString& preset);
    /// The heard setting was saved under this name, or its preset is gone.
    void set_preset(const QString& preset);
    void set_bypass(player::Switch bypass);
    void compare();  ///< A to B, and back.

signals:
    void changed();  ///< Something that is heard or shown.
    void selection_changed();

private:
    dsp::EqualizerSettings& edited() noexcept { return pair_.settings[pair_.heard]; }

    EqualizerPair pair_;
    std::optional<std::size_t> selected_;
};

}  // namespace attacca::studio
