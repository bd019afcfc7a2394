// What a picture of each view costs: a call is one picture, of sixty in a second.
#include <cmath>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "attacca/picture/level_meter_view.h"
#include "attacca/picture/oscilloscope_view.h"
#include "attacca/picture/piano_roll_view.h"
#include "attacca/picture/spectrogram_view.h"
#include "attacca/picture/spectrum_view.h"
#include "attacca/picture/tuner_view.h"
#include "attacca/picture/waveform_view.h"
#include "bench/bench.h"

namespace attacca::picture {
namespace {

constexpr PictureSize kSize{1280, 400};
constexpr std::size_t kBars = 64;
constexpr std::size_t kMoments = 512;

/// Bars as music moves them: up at once, down by a part of the way, the low ones louder.
std::vector<std::vector<float>> music() {
    std::mt19937 random(1);
    std::normal_distribution<float> step(0.0F, 6.0F);
    std::vector<std::vector<float>> moments;
    std::vector<float> now(kBars, -60.0F);
    for (std::size_t moment = 0; moment < kMoments; ++moment) {
        for (std::size_t i = 0; i < kBars; ++i) {
            const float heard = -25.0F - 0.5F * static_cast<float>(i) + step(random);
            now[i] = heard > now[i] ? heard : now[i] + 0.1F * (heard - now[i]);
        }
        moments.push_back(now);
    }
    return moments;
}

/// Held for a while, then falling.
std::vector<std::vector<float>> peaks_of(const std::vector<std::vector<float>>& moments) {
    std::vector<std::vector<float>> peaks;
    std::vector<float> now(kBars, -96.0F);
    for (const auto& levels : moments) {
        for (std::size_t i = 0; i < kBars; ++i) now[i] = std::max(levels[i], now[i] - 0.05F);
        peaks.push_back(now);
    }
    return peaks;
}

EqualizerCurve eight_bands() {
    EqualizerCurve curve;
    for (int i = 0; i < 8; ++i)
        curve.settings.bands.push_back({.center_hz = 60.0 * (1 << i), .gain_db = i % 2 == 0 ? 6.0 : -4.0});
    curve.selected = 2;
    return curve;
}

bench::Row row(const std::string& name, bench::Prepare prepare) {
    return {.name = "picture." + name + "/" + std::to_string(kSize.width) + "x" + std::to_string(kSize.height),
            .prepare = std::move(prepare),
            .code = bench::Code::common};
}

struct MovingSpectrum {
    SpectrumView view;
    std::vector<std::vector<float>> levels = music();
    std::vector<std::vector<float>> peaks = peaks_of(levels);
    std::size_t moment = 0;

    explicit MovingSpectrum(SpectrumStyle style) {
        view.resize(kSize, 1.0F);
        view.set_style(style);
        view.set_equalizer(eight_bands());
    }
    void draw() {
        moment = (moment + 1) % kMoments;
        view.set_levels(levels[moment], peaks[moment]);
        bench::keep(view.draw());
    }
};

bool add_spectrum(const std::string& name, SpectrumStyle style) {
    return bench::add(row("spectrum." + name, [style] {
        auto moving = std::make_shared<MovingSpectrum>(style);
        return [moving] { moving->draw(); };
    }));
}

const bool kSpectra = add_spectrum("bars", SpectrumStyle::bars) && add_spectrum("line", SpectrumStyle::line) &&
                      add_spectrum("filled", SpectrumStyle::filled) &&
                      add_spectrum("circular", SpectrumStyle::circular);

const bool kDragged = bench::add(row("spectrum.drag", [] {
    auto moving = std::make_shared<MovingSpectrum>(SpectrumStyle::bars);
    auto curve = std::make_shared<EqualizerCurve>(eight_bands());
    return [moving, curve] {
        curve->settings.bands[3].gain_db = 12.0 * std::sin(0.1 * static_cast<double>(moving->moment));
        moving->view.set_equalizer(*curve);
        moving->draw();
    };
}));

const bool kSpectrogram = bench::add(row("spectrogram", [] {
    auto view = std::make_shared<SpectrogramView>();
    view->resize(kSize, 1.0F);
    auto levels = std::make_shared<std::vector<std::vector<float>>>(music());
    return [view, levels, moment = std::size_t{0}]() mutable {
        moment = (moment + 1) % kMoments;
        view->add((*levels)[moment]);
        bench::keep(view->draw());
    };
}));

const bool kOscilloscope = bench::add(row("oscilloscope", [] {
    auto view = std::make_shared<OscilloscopeView>();
    view->resize(kSize, 1.0F);
    auto sound = std::make_shared<std::vector<float>>(1600 * kMoments);
    double phase = 0.0;
    for (std::size_t i = 0; i < sound->size(); ++i) {
        phase += 0.02 + 0.015 * std::sin(1e-5 * static_cast<double>(i));
        (*sound)[i] = static_cast<float>(0.5 * std::sin(phase) + 0.2 * std::sin(7.1 * phase));
    }
    return [view, sound, moment = std::size_t{0}]() mutable {
        moment = (moment + 1) % kMoments;
        view->add({std::span<const float>(*sound).subspan(1600 * moment, 1600), 2});
        bench::keep(view->draw());
    };
}));

const bool kWaveform = bench::add(row("waveform.playhead", [] {
    auto view = std::make_shared<WaveformView>();
    view->resize(kSize, 1.0F);
    view->set_overview(std::vector<WaveformColumn>(4096, {-0.5F, 0.5F, 0.2F}), 1.0);
    view->set_duration(240.0);
    return [view, position_s = 0.0]() mutable {
        position_s = position_s < 239.0 ? position_s + 1.0 / 60.0 : 0.0;
        view->set_position(position_s);
        bench::keep(view->draw());
    };
}));

const bool kRoll = bench::add(row("piano_roll.scroll", [] {
    auto view = std::make_shared<PianoRollView>();
    view->resize(kSize, 1.0F);
    std::vector<RollNote> notes;
    for (int i = 0; i < 200; ++i) notes.push_back({0.1 * i, 0.1 * i + 0.3, 40 + (i * 7) % 40, 90.0F});
    view->set_notes(notes);
    return [view, begin_s = 0.0]() mutable {
        begin_s = begin_s < 10.0 ? begin_s + 1.0 / 60.0 : 0.0;
        view->set_window({.begin_s = begin_s, .duration_s = 10.0});
        bench::keep(view->draw());
    };
}));

const bool kMeter = bench::add(row("level_meter", [] {
    auto view = std::make_shared<LevelMeterView>();
    view->resize(kSize, 1.0F);
    return [view, moment = 0]() mutable {
        ++moment;
        analysis::Levels levels;
        levels.channel_count = 2;
        const float level = -20.0F + 15.0F * std::sin(0.1F * static_cast<float>(moment % 1000));
        for (std::size_t i = 0; i < 2; ++i) levels.channels[i] = {level, level + 2.0F, level - 10.0F, level};
        view->set_levels(levels);
        bench::keep(view->draw());
    };
}));

const bool kTuner = bench::add(row("tuner", [] {
    auto view = std::make_shared<TunerView>();
    view->resize(kSize, 1.0F);
    return [view, moment = 0]() mutable {
        view->set_frequency(440.0 + 5.0 * std::sin(0.1 * static_cast<double>(++moment)));
        bench::keep(view->draw());
    };
}));

}  // namespace
}  // namespace attacca::picture
