// The notes of a running signal, several at once: when each begins and ends, its pitch, and how loud it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"

namespace attacca::analysis {

struct Note {
    std::uint64_t onset = 0;     ///< In frames of the stream, as are the next two.
    std::uint64_t offset = 0;    ///< 0 as long as the note sounds.
    std::uint64_t detected = 0;  ///< How far the stream had been heard when the note was confirmed.
    int midi_pitch = 0;          ///< 69 is A4.
    float cents = 0.0F;          ///< From the tempered pitch at the A4 in use: −50 to 50.
    float velocity = 0.0F;       ///< 1 to 127.
    float confidence = 0.0F;     ///< 0 to 1.
};

struct NoteEvent {
    enum class Kind { on, off };
    Kind kind = Kind::on;
    Note note;  ///< Whole when the note is off.
};

enum class Tuning {
    fixed,      ///< A4 is what the spec says.
    automatic,  ///< A4 is found in what sounds, from the spec's value on.
};

enum class Voices {
    one,      ///< A melody: at most one note at a time.
    several,  ///< Chords.
};

struct NoteRecognizerSpec {
    double sample_rate = 48000.0;  ///< 8,000 to 192,000.
    std::size_t channels = 1;      ///< 1 to 8; their mean is heard.
    double a4_hz = 440.0;          ///< 400 to 480.
    Tuning tuning = Tuning::fixed;
    int lowest_midi = 21;    ///< A0, the lowest there is.
    int highest_midi = 108;  ///< C8, the highest.
    Voices voices = Voices::several;
    double shortest_note_ms = 50.0;            ///< 10 to 1,000: shorter ones are not reported.
    std::size_t longest_block_frames = 16384;  ///< `process` allocates only for longer blocks.
};

/// Times are frames of the input. Each note is reported twice, on and off, in the order in which that became certain.
///
/// Threads    One at a time, on an analysis thread.
/// Real time  `process` of blocks up to longest_block_frames, `finish` and `reset`: no allocation.
/// Failure    NaN and infinity count as silence.
/// Accuracy   The same events however the stream is divided into blocks, and the same up to any point where it is cut
///            off: nothing is revised. Within 15 cents of 50 and 60 Hz nothing is a note: that is mains hum. What is
///            measured on music is in docs/decisions.
class NoteRecognizer {
public:
    /// Failure: names the setting, its value and the range.
    [[nodiscard]] static Result<NoteRecognizer> create(const NoteRecognizerSpec& spec);
    ~NoteRecognizer();
    NoteRecognizer(NoteRecognizer&&) noexcept;
    NoteRecognizer& operator=(NoteRecognizer&&) noexcept;

    /// What became certain with these frames; valid until the next call. Requires the spec's channel count.
    std::span<const NoteEvent> process(ConstAudioBlock block) noexcept;

    /// The stream has ended: ends the notes that sound. Requires `reset` before the next `process`.
    std::span<const NoteEvent> finish() noexcept;

    void reset() noexcept;

    /// The A4 in use: the spec's, or what was found.
    [[nodiscard]] double a4_hz() const noexcept;

private:
    struct State;
    explicit NoteRecognizer(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attacca::analysis
