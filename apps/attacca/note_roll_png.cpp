#include "note_roll_png.h"

#include <algorithm>
#include <cmath>

#include "attacca/analysis/note_name.h"
#include "picture_axes.h"
#include "spectrum_png.h"

namespace attacca::app {
namespace {

constexpr int kSemitones = 12;
constexpr int kFewestPitches = 2 * kSemitones;
constexpr int kBeyond = 2;
constexpr Color kBlackKeys{8, 10, 14};
constexpr Color kNoteEnd{14, 18, 24};

bool is_black_key(int pitch) {
    constexpr unsigned kBlack = 0b010101001010;  // C is the lowest bit.
    return (kBlack >> (pitch % kSemitones) & 1U) != 0;
}

class Roll {
public:
    Roll(std::span<const analysis::FoundNote> notes, const NoteRollSpec& spec)
        : spec_(spec),
          plot_(plot_inside(spec.size, {.x = 24, .y = 8, .width = 14, .height = 14}, PngCanvas::dot_of(spec.size))) {
        const auto pitch = [](const analysis::FoundNote& found) { return found.note.midi_pitch; };
        lowest_ = notes.empty() ? 60 : pitch(*std::ranges::min_element(notes, {}, pitch));
        highest_ = notes.empty() ? 60 : pitch(*std::ranges::max_element(notes, {}, pitch));
        const int missing = std::max(2 * kBeyond, kFewestPitches - 1 - (highest_ - lowest_));
        lowest_ = std::max(0, lowest_ - missing / 2);
        highest_ = std::min(127, highest_ + missing - missing / 2);
    }

    [[nodiscard]] const PixelBox& plot() const { return plot_; }
    [[nodiscard]] int lowest() const { return lowest_; }
    [[nodiscard]] int highest() const { return highest_; }

    [[nodiscard]] PixelBox row(int pitch) const {
        const auto edge = [&](int above) {
            return plot_.bottom() -
                   plot_.height * static_cast<std::size_t>(above) / static_cast<std::size_t>(highest_ - lowest_ + 1);
        };
        const std::size_t top = edge(pitch - lowest_ + 1);
        return {plot_.x, top, plot_.width, edge(pitch - lowest_) - top};
    }

    [[nodiscard]] PixelBox box(const analysis::FoundNote& found) const {
        const auto column = [&](double time_s) {
            const double share = std::clamp((time_s - spec_.begin_s) / spec_.duration_s, 0.0, 1.0);
            return plot_.x + static_cast<std::size_t>(std::lround(share * static_cast<double>(plot_.width)));
        };
        PixelBox box = row(found.note.midi_pitch);
        box.x = std::min(column(found.onset_s), plot_.right() - 1);
        box.width = std::max<std::size_t>(1, std::min(column(found.offset_s), plot_.right()) - box.x);
        return box;
    }

private:
    NoteRollSpec spec_;
    PixelBox plot_;
    int lowest_ = 0;
    int highest_ = 0;
};

}  // namespace

PixelBox note_box(const analysis::FoundNote& note, std::span<const analysis::FoundNote> notes,
                  const NoteRollSpec& spec) {
    return Roll(notes, spec).box(note);
}

std::string note_roll_png(std::span<const analysis::FoundNote> notes, const NoteRollSpec& spec) {
    PngCanvas canvas(spec.size, kPictureBackground);
    const Roll roll(notes, spec);
    const auto dot = canvas.dot();
    for (int pitch = roll.lowest(); pitch <= roll.highest(); ++pitch) {
        const PixelBox row = roll.row(pitch);
        if (is_black_key(pitch)) canvas.fill(row, kBlackKeys);
        if (pitch % kSemitones != 0) continue;
        canvas.blend({row.x, row.bottom() - 1, row.width, 1}, kPictureGrid, kGridOpacity);
        canvas.write(analysis::note_name(pitch),
                     {.x = static_cast<std::ptrdiff_t>(row.x - 4 * dot),
                      .y = static_cast<std::ptrdiff_t>(row.y + row.height / 2),
                      .anchor = TextAnchor::right},
                     kPictureText);
    }
    draw_time_axis(canvas, roll.plot(), spec.begin_s, spec.duration_s);
    for (const analysis::FoundNote& found : notes) {
        const PixelBox box = roll.box(found);
        const auto loudness = static_cast<std::uint8_t>(90.0F + found.note.velocity);
        canvas.fill(box, shade_color(loudness));
        canvas.fill({box.right() - 1, box.y, 1, box.height}, kNoteEnd);  // Repeated notes stay apart.
    }
    return canvas.png();
}

}  // namespace attacca::app
