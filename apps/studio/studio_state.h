// What the window remembers from one start to the next.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <array>
#include <cstddef>
#include <vector>

#include "attacca/base/result.h"
#include "attacca/dsp/equalizer_settings.h"
#include "attacca/media/playlist.h"
#include "attacca/player/signal_settings.h"
#include "attacca/player/track_sequence.h"

namespace attacca::studio {

/// Two settings to compare, one of which is heard.
struct EqualizerPair {
    std::array<dsp::EqualizerSettings, 2> settings;  ///< A and B.
    std::array<QString, 2> presets;                  ///< What each came from; empty: none.
    std::size_t heard = 0;
    player::Switch bypass = player::Switch::off;
};

struct StudioState {
    QByteArray geometry;  ///< As QWidget::saveGeometry gives it.
    QString page;         ///< In lower case.
    QString theme = QStringLiteral("system");
    QString device;  ///< As device::StreamSpec's; empty: the default.
    std::size_t block_frames = 0;
    std::vector<media::Track> tracks;
    std::size_t track = 0;
    double position_s = 0.0;
    double volume = 0.8;  ///< 0 to 1, by the volume law.
    EqualizerPair equalizer;
    player::ReplayGainMode replaygain = player::ReplayGainMode::off;
    player::Switch limiter = player::Switch::off;
    player::Repeat repeat = player::Repeat::off;
    double speed = 1.0;
    QString spectrum_style = QStringLiteral("bars");
    QJsonObject pages;  ///< What each page keeps, under its name.
};

/// The eight classic bands at 0 dB, twice.
[[nodiscard]] EqualizerPair first_equalizer();

[[nodiscard]] QByteArray state_text(const StudioState& state);

/// Values that are absent, or outside what they may be, become those of a first start.
/// Failure: the text is not one that `state_text` wrote; says what is wrong and where.
[[nodiscard]] Result<StudioState> parse_state(const QByteArray& text);

}  // namespace attacca::studio
