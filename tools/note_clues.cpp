// The clues of a sound, for tools/note_weights: reads mono floats at 48 kHz, writes rows of floats.
//
//   note_clues < SAMPLES > ROWS
//
// The first float out is the number of clues; then follow the rows: hop, MIDI pitch, clues.
#include <array>
#include <cstdio>
#include <utility>

#include "analysis/note_listener.h"

int main() {
    using namespace attacca::analysis;
    auto listener = NoteListener::create(48000.0);
    if (!listener) {
        std::fprintf(stderr, "note_clues: %s\n", listener.error().detail.c_str());
        return 1;
    }
    const auto write = [](float value) { std::fwrite(&value, sizeof value, 1, stdout); };
    write(static_cast<float>(kClues));
    float hop = 0.0F;
    std::array<float, 4800> samples;
    while (const std::size_t count = std::fread(samples.data(), sizeof(float), samples.size(), stdin)) {
        listener->hear({samples.data(), count}, [&] {
            hop += 1.0F;
            const NoteEvidence& evidence = listener->evidence();
            for (std::size_t i = 0; i < evidence.considered().size(); ++i) {
                write(hop);
                write(static_cast<float>(kLowestMidi + static_cast<int>(evidence.considered()[i])));
                for (const float clue : evidence.clues()[i]) write(clue);
            }
        });
    }
    return std::ferror(stdin) != 0 || std::fflush(stdout) != 0 ? 1 : 0;
}
