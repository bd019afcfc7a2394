#include "generator_settings.h"

#include <algorithm>
#include <cmath>

namespace attacca::studio {
namespace {

using dsp::SignalKind;

constexpr double kFirstLevel_db = -20.0;
constexpr double kLowest_hz = 1.0;
constexpr double kHighest_hz = 20000.0;

}  // namespace

const std::vector<SignalChoice>& signal_choices() {
    static const std::vector<SignalChoice> all{
        {SignalKind::sine, QStringLiteral("Sine")},
        {SignalKind::square, QStringLiteral("Square")},
        {SignalKind::saw, QStringLiteral("Saw")},
        {SignalKind::white, QStringLiteral("White noise")},
        {SignalKind::pink, QStringLiteral("Pink noise")},
        {SignalKind::log_sweep, QStringLiteral("Sweep, even in octaves")},
        {SignalKind::linear_sweep, QStringLiteral("Sweep, even in hertz")},
        {SignalKind::impulse, QStringLiteral("Impulses")},
        {SignalKind::multitone, QStringLiteral("Multitone: 100 Hz, 1 kHz, 10 kHz")}};
    return all;
}

bool is_sweep(SignalKind kind) { return kind == SignalKind::log_sweep || kind == SignalKind::linear_sweep; }
bool is_noise(SignalKind kind) { return kind == SignalKind::white || kind == SignalKind::pink; }
bool has_frequency(SignalKind kind) { return !is_noise(kind) && kind != SignalKind::multitone; }

dsp::SignalSpec first_signal() { return {.frequency_hz = 440.0, .level_db = kFirstLevel_db, .duration_s = 5.0}; }

QJsonObject signal_settings(const dsp::SignalSpec& spec) {
    const auto kind = dsp::name(spec.kind);
    return {{QStringLiteral("kind"), QString::fromUtf8(kind.data(), static_cast<qsizetype>(kind.size()))},
            {QStringLiteral("frequency_hz"), spec.frequency_hz},
            {QStringLiteral("end_hz"), spec.end_hz},
            {QStringLiteral("level_db"), spec.level_db},
            {QStringLiteral("duration_s"), spec.duration_s},
            {QStringLiteral("duty"), spec.duty},
            {QStringLiteral("seed"), static_cast<double>(spec.seed)}};
}

dsp::SignalSpec restored_signal(const QJsonObject& settings) {
    dsp::SignalSpec spec = first_signal();
    const auto take = [&settings](const char* key, double& value, double lowest, double highest) {
        const double kept = settings[QLatin1String(key)].toDouble(value);
        if (kept >= lowest && kept <= highest) value = kept;
    };
    take("frequency_hz", spec.frequency_hz, kLowest_hz, kHighest_hz);
    take("end_hz", spec.end_hz, kLowest_hz, kHighest_hz);
    take("level_db", spec.level_db, -60.0, kFirstLevel_db);
    take("duration_s", spec.duration_s, 0.1, 60.0);
    take("duty", spec.duty, 0.05, 0.95);
    auto seed = static_cast<double>(spec.seed);
    take("seed", seed, 1.0, 1e6);
    spec.seed = static_cast<std::uint64_t>(seed);
    const std::string name = settings[QStringLiteral("kind")].toString().toStdString();
    if (const auto kind = dsp::parse_signal_kind(name)) spec.kind = *kind;
    return spec;
}

int slider_place(double frequency_hz, int steps) {
    const double share =
        std::log(std::clamp(frequency_hz, kLowest_hz, kHighest_hz) / kLowest_hz) / std::log(kHighest_hz / kLowest_hz);
    return static_cast<int>(std::lround(share * steps));
}

double slider_frequency_hz(int place, int steps) {
    return kLowest_hz * std::pow(kHighest_hz / kLowest_hz, static_cast<double>(place) / steps);
}

}  // namespace attacca::studio
