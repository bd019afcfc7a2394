// The deck as the worklet calls it: one in each instance of the module.
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "module/band_exchange.h"
#include "module/deck.h"

namespace attacca::web {
namespace {

std::optional<Deck>& the_deck() noexcept {
    static std::optional<Deck> deck;
    return deck;
}

double g_sample_rate = 48000.0;

}  // namespace

extern "C" {

/// Makes the deck anew. The largest quantum and the length of an input array is 1024 frames.
[[clang::export_name("deck_open")]] void deck_open(double sample_rate) {
    g_sample_rate = sample_rate;
    the_deck().emplace(sample_rate);
}

[[clang::export_name("deck_latency_frames")]] std::size_t deck_latency_frames() { return the_deck()->latency_frames(); }

/// Two arrays of 1024 samples, one for each channel.
[[clang::export_name("deck_input")]] float* deck_input() { return the_deck()->input(); }
[[clang::export_name("deck_output")]] const float* deck_output() { return the_deck()->output(); }

[[clang::export_name("deck_wanted")]] std::size_t deck_wanted() { return the_deck()->wanted_frames(); }
[[clang::export_name("deck_supply")]] void deck_supply(std::size_t frames) { the_deck()->supply(frames); }
[[clang::export_name("deck_end")]] void deck_end() { the_deck()->transport().set_end(); }
[[clang::export_name("deck_wrap")]] void deck_wrap(double file_frame) {
    the_deck()->wrap(static_cast<std::uint64_t>(file_frame));
}
[[clang::export_name("deck_seek")]] void deck_seek(double file_frame) {
    the_deck()->seek(static_cast<std::uint64_t>(file_frame));
}
[[clang::export_name("deck_process")]] void deck_process(std::size_t frames) { the_deck()->process(frames); }

[[clang::export_name("deck_play")]] void deck_play() { the_deck()->transport().play(); }
[[clang::export_name("deck_pause")]] void deck_pause() { the_deck()->transport().pause(); }

/// The settings in bands().
[[clang::export_name("deck_set_bands")]] void deck_set_bands() { the_deck()->equalizer().set(read_bands()); }
[[clang::export_name("deck_set_bypass")]] void deck_set_bypass(int on) {
    the_deck()->equalizer().set_bypass(on != 0 ? dsp::Equalizer::Bypass::on : dsp::Equalizer::Bypass::off);
}
/// −Infinity is silence.
[[clang::export_name("deck_set_gain_db")]] void deck_set_gain_db(double gain_db) {
    the_deck()->gain().set_gain_db(gain_db);
}
[[clang::export_name("deck_set_limiter")]] void deck_set_limiter(int on) {
    the_deck()->limiter().set_mode(on != 0 ? dsp::Limiter::Mode::on : dsp::Limiter::Mode::off);
}

/// 0: the file; 1: the generator.
[[clang::export_name("deck_set_source")]] void deck_set_source(int source) {
    the_deck()->set_source(source != 0 ? Deck::Source::generator : Deck::Source::file);
}
/// `kind` counts as dsp::SignalKind. 0: these settings cannot be.
[[clang::export_name("deck_set_signal")]] int deck_set_signal(int kind, double frequency_hz, double end_hz,
                                                              double level_db, double duration_s, double duty) {
    const auto signal = static_cast<dsp::SignalKind>(kind);
    const bool sweeps = signal == dsp::SignalKind::log_sweep || signal == dsp::SignalKind::linear_sweep;
    constexpr double kADay = 86400.0;
    return the_deck()->set_generator({.kind = signal,
                                      .sample_rate = g_sample_rate,
                                      .channels = Deck::kChannels,
                                      .frequency_hz = frequency_hz,
                                      .end_hz = end_hz,
                                      .level_db = level_db,
                                      .duration_s = sweeps ? duration_s : kADay,
                                      .duty = duty,
                                      .impulse_repeat = dsp::ImpulseRepeat::at_frequency})
               ? 1
               : 0;
}

/// Twelve floats: see Deck::status.
[[clang::export_name("deck_status")]] const float* deck_status() { return the_deck()->status().data(); }
[[clang::export_name("deck_reset_levels")]] void deck_reset_levels() { the_deck()->reset_levels(); }
}

}  // namespace attacca::web
