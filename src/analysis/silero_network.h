// How probably each 32 ms hold speech, by the Silero voice detector's network, versions 5 and 6.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "attacca/base/aligned_buffer.h"
#include "attacca/base/result.h"
#include "attacca/dsp/fft.h"

namespace attacca::analysis {

inline constexpr double kSileroRate_hz = 16000.0;
inline constexpr std::size_t kSileroChunk = 512;  ///< Frames that are judged at a time.

/// The weights for 16 kHz, laid out for kernels::dense.
struct SileroWeights {
    /// Reads them out of the model's .onnx file. `name` stands in errors.
    /// Failure: no ONNX file, or one of another model or version.
    [[nodiscard]] static Result<std::shared_ptr<const SileroWeights>> parse(std::string_view bytes,
                                                                            std::string_view name);
    [[nodiscard]] static Result<std::shared_ptr<const SileroWeights>> load(const std::string& path);

    struct Layer {
        std::size_t inputs = 0;
        std::size_t outputs = 0;
        AlignedBuffer<float> weights;
        AlignedBuffer<float> biases;
    };
    std::array<Layer, 4> encoder;  ///< Convolutions over three neighbors; their inputs come neighbor by neighbor.
    Layer memory;                  ///< Of a long short-term memory: what comes in, then its own last output.
    std::array<float, 128> last{};
    float last_bias = 0.0F;
};

/// Threads    One at a time; weights may be shared.
/// Real time  Everything but construction.
/// Accuracy   Within 1e-4 of ONNX Runtime.
/// Source     Silero VAD (MIT License): the graph of its published models.
class SileroNetwork {
public:
    explicit SileroNetwork(std::shared_ptr<const SileroWeights> weights);

    /// The probability of speech in the next chunk, from 0 to 1. Requires kSileroChunk frames at kSileroRate_hz.
    [[nodiscard]] float process(std::span<const float> frames) noexcept;
    void reset() noexcept;

private:
    static constexpr std::size_t kContext = 64;  // Frames of the chunk before, and of a mirror at the end.
    static constexpr std::size_t kWindow = 256;
    static constexpr std::size_t kHop = 128;
    static constexpr std::size_t kBins = kWindow / 2 + 1;
    static constexpr std::size_t kSpectra = 4;
    static constexpr std::size_t kNeurons = 128;

    void take_spectra(std::span<const float> frames) noexcept;
    void remember() noexcept;

    std::shared_ptr<const SileroWeights> weights_;
    dsp::RealFft fft_;
    AlignedBuffer<float> window_;
    AlignedBuffer<float> work_;
    std::array<float, kContext + kSileroChunk + kContext> signal_{};
    // Each layer's inputs, with an empty neighbor before the first and after the last.
    std::array<float, (kSpectra + 2) * kBins> spectra_{};
    std::array<float, (kSpectra + 2) * kNeurons> first_{};
    std::array<float, 4 * 64> second_{};
    std::array<float, 3 * 64> third_{};
    std::array<float, 2 * kNeurons> heard_{};  // What comes into the memory, and its last output.
    std::array<float, 4 * kNeurons> gates_{};
    std::array<float, kNeurons> cells_{};
};

}  // namespace attacca::analysis
