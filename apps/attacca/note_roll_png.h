// A piano roll as a picture: time to the right, pitch upward, black keys' rows darker, loud notes bright.
#pragma once

#include <span>
#include <string>

#include "note_reader.h"
#include "png_canvas.h"

namespace attacca::app {

struct NoteRollSpec {
    double begin_s = 0.0;
    double duration_s = 1.0;  ///< Requires more than 0.
    PictureSize size;
};

/// The pitches shown are those of the notes and two beyond, two octaves at least.
[[nodiscard]] std::string note_roll_png(std::span<const analysis::FoundNote> notes, const NoteRollSpec& spec);

/// Where a note is drawn, for those who point at it.
[[nodiscard]] PixelBox note_box(const analysis::FoundNote& note, std::span<const analysis::FoundNote> notes,
                                const NoteRollSpec& spec);

}  // namespace attacca::app
