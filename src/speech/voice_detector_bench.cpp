// What listening for voices costs: by the built-in network, and by Silero's, a chunk of 32 ms with what the built-in
// one judges meanwhile. They stand in this room because it knows where models lie; where none of Silero's is installed,
// there is no row of it.
#include "attacca/analysis/voice_detector.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <numbers>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "attacca/speech/model_folders.h"
#include "bench/bench.h"

#ifdef ATTACCA_HAS_WEBRTC
#include <webrtc/modules/audio_processing/include/audio_processing.h>
#include <webrtc/modules/interface/module_common_types.h>
#endif

namespace attacca::speech {
namespace {

using analysis::VoiceDetector;
using analysis::VoiceModel;

struct Sound {
    double sample_rate;
    std::size_t channels;
    std::size_t block_frames;  ///< That it comes in.
};

constexpr Sound kSpeechRate{.sample_rate = 16000.0, .channels = 1, .block_frames = 160};
constexpr Sound kDeviceRate{.sample_rate = 48000.0, .channels = 2, .block_frames = 480};
constexpr Sound kSileroChunk{.sample_rate = 16000.0, .channels = 1, .block_frames = 512};

/// Four syllables a second of a buzzing voice in a faint noise, then the noise alone, each for two seconds: whole
/// blocks.
std::vector<float> talk(const Sound& sound) {
    std::minstd_rand random(1);
    std::normal_distribution<double> room(0.0, 0.001);
    const auto frames = static_cast<std::size_t>(4.0 * sound.sample_rate);
    std::vector<float> samples;
    for (std::size_t i = 0; i < frames; ++i) {
        const double time = static_cast<double>(i) / sound.sample_rate;
        const double swell = i < frames / 2 ? std::max(0.0, std::sin(8.0 * std::numbers::pi * time)) : 0.0;
        double value = room(random);
        for (int h = 1; h <= 20; ++h) value += 0.1 * swell / h * std::sin(240.0 * std::numbers::pi * h * time);
        samples.insert(samples.end(), sound.channels, static_cast<float>(value));
    }
    return samples;
}

/// `path`: Silero's file; empty: the built-in network.
bench::Prepare detecting(const Sound& sound, const std::string& path) {
    return [=]() -> std::function<void()> {
        const auto model = path.empty() ? Result<VoiceModel>(VoiceModel()) : VoiceModel::load_silero(path);
        if (!model) throw std::runtime_error(model.error().detail);
        struct Work {
            VoiceDetector detector;
            std::vector<float> samples;
            std::size_t place = 0;
        };
        auto work = std::make_shared<Work>(Work{
            *VoiceDetector::create({.sample_rate = sound.sample_rate, .channels = sound.channels, .model = *model}),
            talk(sound)});
        return [work, sound] {
            const std::size_t count = sound.block_frames * sound.channels;
            const auto block = std::span<const float>(work->samples).subspan(work->place, count);
            bench::keep(work->detector.process({block, sound.channels}));
            work->place = (work->place + count) % work->samples.size();
        };
    };
}

#ifdef ATTACCA_HAS_WEBRTC
/// Its voice detector alone, through its public interface, which takes blocks of ten milliseconds of integers.
bench::Prepare webrtc_detecting(const Sound& sound) {
    return [sound]() -> std::function<void()> {
        struct Work {
            std::unique_ptr<webrtc::AudioProcessing> processing{webrtc::AudioProcessing::Create()};
            webrtc::AudioFrame frame;
            std::vector<std::int16_t> samples;
            std::size_t place = 0;
        };
        auto work = std::make_shared<Work>();
        work->processing->voice_detection()->Enable(true);
        work->frame.sample_rate_hz_ = static_cast<int>(sound.sample_rate);
        work->frame.num_channels_ = static_cast<int>(sound.channels);
        work->frame.samples_per_channel_ = sound.block_frames;
        for (const float sample : talk(sound)) {
            work->samples.push_back(static_cast<std::int16_t>(std::lround(32767.0F * sample)));
        }
        return [work, count = sound.block_frames * sound.channels] {
            std::copy_n(work->samples.begin() + static_cast<std::ptrdiff_t>(work->place), count, work->frame.data_);
            if (work->processing->ProcessStream(&work->frame) != 0) throw std::runtime_error("webrtc hears nothing");
            bench::keep(work->processing->voice_detection()->stream_has_voice());
            work->place = (work->place + count) % work->samples.size();
        };
    };
}
#endif

bool add_row(const std::string& name, const Sound& sound, const std::string& path = {}) {
    bench::Row row{.name = name,
                   .frames = static_cast<double>(sound.block_frames),
                   .sample_rate = sound.sample_rate,
                   .prepare = detecting(sound, path),
                   .rivals = {}};
#ifdef ATTACCA_HAS_WEBRTC
    if (path.empty()) row.rivals.push_back({.name = "webrtc", .prepare = webrtc_detecting(sound)});
#endif
    return bench::add(std::move(row));
}

/// Of the newest version that is installed.
bool add_silero_row() {
    const auto folders = ModelFolders::of_this_machine([](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value == nullptr ? "" : value);
    });
    for (const char* name : {"silero_vad_v6.onnx", "silero_vad_v5.onnx", "silero_vad.onnx"}) {
        if (const auto path = folders.find(name)) return add_row("voice.detector/silero", kSileroChunk, path->string());
    }
    return false;
}

const bool kBuiltInAdded =
    add_row("voice.detector/builtin", kSpeechRate) && add_row("voice.detector.48000x2/builtin", kDeviceRate);
const bool kSileroAdded = add_silero_row();

}  // namespace
}  // namespace attacca::speech
