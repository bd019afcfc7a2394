// A test signal in place of music: played, changed and stopped from another thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>

#include "attacca/base/aligned_buffer.h"
#include "attacca/base/result.h"
#include "attacca/dsp/signal_generator.h"
#include "attacca/engine/node.h"
#include "attacca/rt/command_queue.h"
#include "attacca/rt/latest_value.h"

namespace attacca::engine {

/// Adds its signal to the block. Frequency and level move without a step; another kind of signal is crossfaded with the
/// one before. Silent, it leaves samples untouched.
///
/// Signals without an end last a day; sweeps begin again.
class GeneratorNode final : public Node {
public:
    struct Spec {
        double sample_rate = 48000.0;
        std::size_t channels = 2;
        double transition_ms = 20.0;
    };
    explicit GeneratorNode(const Spec& spec);
    ~GeneratorNode() override;

    /// [control] Rate and channels of the signal's spec do not matter: they are the node's; nor does its duration, but
    /// of a sweep.
    /// Failure: as SignalGenerator::create; what sounds goes on.
    [[nodiscard]] Status play(dsp::SignalSpec signal);
    /// [control] Fades out.
    void stop();

    void process(AudioBlock block) noexcept override;
    void reset() noexcept override {}

    /// [any] Nothing sounds.
    [[nodiscard]] bool silent() const noexcept { return silent_.load(std::memory_order_acquire); }

private:
    struct Voice;
    struct Tuning {
        double frequency_hz = 0.0;
        float gain = 1.0F;
    };

    void change_to(std::unique_ptr<Voice> voice);
    void take_changes() noexcept;
    void process_piece(AudioBlock piece) noexcept;
    void retire(std::unique_ptr<Voice>& voice) noexcept;
    void fill(Voice* voice, AudioBlock block) const noexcept;

    const Spec spec_;
    const std::size_t transition_frames_;

    // The control thread's.
    std::optional<dsp::SignalSpec> playing_;

    // Between the threads.
    std::atomic<Voice*> incoming_{nullptr};
    rt::LatestValue<Tuning> tuning_;
    rt::CommandQueue<std::unique_ptr<Voice>> retired_;
    std::atomic<bool> silent_{true};

    // The audio thread's.
    std::unique_ptr<Voice> current_;   // Null: silence.
    std::unique_ptr<Voice> previous_;  // Being faded out; null: silence.
    std::size_t fading_frames_ = 0;    // Left of the crossfade.
    float gain_ = 0.0F;
    float target_gain_ = 0.0F;
    std::size_t moving_frames_ = 0;  // Left until the gain is reached.
    AlignedBuffer<float> mixed_;
    AlignedBuffer<float> leaving_;
};

}  // namespace attacca::engine
