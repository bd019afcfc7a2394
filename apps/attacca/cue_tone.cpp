#include "cue_tone.h"

#include <chrono>
#include <thread>

#include "attacca/player/live_generator.h"

namespace attacca::app {
namespace {

constexpr auto kSounds = std::chrono::milliseconds(90);
constexpr double kLevel_db = -26.0;  // Soft: the microphone hears it, too.
constexpr double kBegin_hz = 880.0;
constexpr double kEnd_hz = 587.3;

}  // namespace

void CueTone::play(Cue cue) {
    if (sounding_.valid() && sounding_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return;
    sounding_ = std::async(std::launch::async, [cue] {
        dsp::SignalSpec signal;
        signal.frequency_hz = cue == Cue::begin ? kBegin_hz : kEnd_hz;
        signal.level_db = kLevel_db;
        const auto tone = player::LiveGenerator::start({.signal = signal, .device = {}});
        if (tone) std::this_thread::sleep_for(kSounds);
    });
}

}  // namespace attacca::app
