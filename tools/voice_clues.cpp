// The clues of a sound, for tools/voice_weights: reads mono floats at 16 kHz, writes rows of floats.
//
//   voice_clues < SAMPLES > ROWS
//
// The first float out is the number of clues; then follows a row for each 10 ms.
#include <cstdio>
#include <span>

#include "analysis/voice_clues.h"

int main() {
    using namespace attacca::analysis;
    VoiceClues clues;
    const auto write = [](std::span<const float> values) {
        std::fwrite(values.data(), sizeof(float), values.size(), stdout);
    };
    const float width = static_cast<float>(kVoiceClues);
    write({&width, 1});
    std::array<float, kVoiceHop> hop;
    while (std::fread(hop.data(), sizeof(float), hop.size(), stdin) == hop.size()) write(clues.process(hop));
    return std::ferror(stdin) != 0 || std::fflush(stdout) != 0 ? 1 : 0;
}
