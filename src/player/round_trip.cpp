// The way from a device's output back to its input, found by the burst of noise that takes it.
#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <thread>
#include <vector>

#include "attacca/base/decibels.h"
#include "attacca/player/device_check.h"

namespace attacca::player {
namespace {

constexpr unsigned kRegisterBits = 12;
constexpr std::size_t kProbeFrames = (1U << kRegisterBits) - 1;
constexpr double kLeadS = 0.2;     // Lets the device settle, and the room be quiet.
constexpr double kLongestS = 1.0;  // No path that somebody plays through takes longer.
constexpr double kLeastSimilarity = 0.15;
constexpr double kLeastEnergy = 1e-10;  // A sample, mean square: below it, silence.
constexpr auto kGlance = std::chrono::milliseconds(10);
constexpr auto kPatience = std::chrono::seconds(4);

/// Sends the probe once and keeps what comes in meanwhile, both counted from the first callback on.
class ProbeCallback final : public device::AudioCallback {
public:
    /// Before the stream starts.
    void prepare(double sample_rate, double level_db) {
        lead_frames_ = static_cast<std::size_t>(kLeadS * sample_rate);
        amplitude_ = static_cast<float>(gain_from_db(level_db));
        heard_.assign(lead_frames_ + kProbeFrames + static_cast<std::size_t>(kLongestS * sample_rate), 0.0F);
    }

    void process(ConstAudioBlock input, AudioBlock output) noexcept override {
        const auto probe = maximum_length_sequence();
        for (std::size_t i = 0; i < output.frames(); ++i) {
            const std::size_t at = frame_ + i;
            const bool sounding = at >= lead_frames_ && at < lead_frames_ + probe.size();
            std::ranges::fill(output.frame(i), sounding ? amplitude_ * probe[at - lead_frames_] : 0.0F);
        }
        const std::size_t listened = std::min(input.frames(), heard_.size() - std::min(frame_, heard_.size()));
        for (std::size_t i = 0; i < listened; ++i) {
            float sum = 0.0F;
            for (const float sample : input.frame(i)) sum += sample;
            heard_[frame_ + i] = sum;
        }
        frame_ += output.frames();
        if (frame_ >= heard_.size()) done_.store(true, std::memory_order_release);
    }

    [[nodiscard]] bool done() const noexcept { return done_.load(std::memory_order_acquire); }
    /// From the moment on when the probe began. Requires `done()`.
    [[nodiscard]] std::span<const float> heard() const noexcept { return std::span(heard_).subspan(lead_frames_); }

private:
    std::size_t lead_frames_ = 0;
    float amplitude_ = 0.0F;
    std::vector<float> heard_;
    std::size_t frame_ = 0;
    std::atomic<bool> done_{false};
};

std::array<float, kProbeFrames> make_sequence() {
    std::array<float, kProbeFrames> sequence{};
    unsigned state = 1;
    for (auto& value : sequence) {
        value = (state & 1U) != 0 ? 1.0F : -1.0F;
        const unsigned feedback = (state ^ (state >> 1U) ^ (state >> 4U) ^ (state >> 6U)) & 1U;  // x^12+x^6+x^4+x+1
        state = (state >> 1U) | (feedback << (kRegisterBits - 1));
    }
    return sequence;
}

double energy(std::span<const float> samples) {
    double sum = 0.0;
    for (const float sample : samples) sum += static_cast<double>(sample) * static_cast<double>(sample);
    return sum;
}

float correlation(const float* recorded, std::span<const float> probe) {
    std::array<float, 16> sums{};  // Independent, so that the compiler may use vectors.
    std::size_t i = 0;
    for (; i + sums.size() <= probe.size(); i += sums.size()) {
        for (std::size_t lane = 0; lane < sums.size(); ++lane) sums[lane] += recorded[i + lane] * probe[i + lane];
    }
    float sum = 0.0F;
    for (; i < probe.size(); ++i) sum += recorded[i] * probe[i];
    for (const float lane : sums) sum += lane;
    return sum;
}

}  // namespace

std::span<const float> maximum_length_sequence() {
    static const auto sequence = make_sequence();
    return sequence;
}

std::optional<ProbeMatch> find_probe(std::span<const float> recorded, std::span<const float> probe) {
    if (probe.empty() || recorded.size() < probe.size()) return std::nullopt;
    const double probe_energy = energy(probe);
    ProbeMatch best;
    for (std::size_t offset = 0; offset + probe.size() <= recorded.size(); ++offset) {
        const auto window = recorded.subspan(offset, probe.size());
        const double found = std::abs(static_cast<double>(correlation(window.data(), probe)));
        // The window's energy costs as much as the correlation: only where this could be the best.
        if (found * found <= kLeastEnergy * probe_energy * static_cast<double>(probe.size())) continue;
        // Single precision may round to a hair above 1.
        const double similarity = std::min(1.0, found / std::sqrt(energy(window) * probe_energy));
        if (similarity > best.similarity) best = {.offset_frames = offset, .similarity = similarity};
    }
    if (best.similarity < kLeastSimilarity) return std::nullopt;
    return best;
}

Result<RoundTrip> measure_round_trip(const RoundTripSpec& spec, std::stop_token stop) {
    (void)maximum_length_sequence();  // Made here, not in the callback.
    ProbeCallback callback;
    std::atomic<bool> lost{false};
    auto stream = device::open_stream({.device = spec.device,
                                       .direction = device::Direction::duplex,
                                       .sample_rate = spec.sample_rate,
                                       .channels = spec.channels,
                                       .block_frames = spec.block_frames},
                                      callback, [&](device::StreamEvent event, const std::string&) {
                                          if (event == device::StreamEvent::lost) lost = true;
                                      });
    if (!stream) return fail(stream.error());
    callback.prepare((*stream)->spec().sample_rate, spec.level_db);
    if (auto started = (*stream)->start(); !started) return fail(started.error());

    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (!callback.done()) {
        if (stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped before the round trip was measured");
        const bool late = std::chrono::steady_clock::now() > deadline;
        if (lost || late) {
            return fail(lost ? ErrorCode::device_lost : ErrorCode::no_device,
                        (*stream)->device().id + (lost ? " vanished" : " calls back too seldom") +
                            " while the round trip was measured");
        }
        std::this_thread::sleep_for(kGlance);
    }
    (*stream)->stop();

    RoundTrip trip;
    trip.given = (*stream)->spec();
    if (const auto match = find_probe(callback.heard(), maximum_length_sequence())) {
        trip.frames = match->offset_frames;
        trip.similarity = match->similarity;
    }
    return trip;
}

}  // namespace attacca::player
