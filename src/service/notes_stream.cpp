#include "service/notes_stream.h"

#include <bitset>
#include <charconv>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "service/note_json.h"

namespace attacca::service {
namespace {

constexpr std::size_t kPitches = 128;

auto wrong(std::string why) { return fail(ErrorCode::invalid_argument, std::move(why)); }

bool is_a4(std::string_view text, double& hz) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), hz);
    return error == std::errc() && end == text.data() + text.size() && hz >= 400.0 && hz <= 480.0;
}

Status take_setting(NotesStreamSpec& spec, std::string_view name, std::string_view value) {
    if (const auto taken = take_block_setting(spec.blocks, name, value)) return *taken;
    auto& recognizer = spec.recognizer;
    if (name == "voices") {
        if (value != "one" && value != "several") return wrong("voices: expected one or several");
        recognizer.voices = value == "one" ? analysis::Voices::one : analysis::Voices::several;
    } else if (name == "a4") {
        if (value == "auto") {
            recognizer.tuning = analysis::Tuning::automatic;
        } else if (!is_a4(value, recognizer.a4_hz)) {
            return wrong("a4: expected 400 to 480, or auto");
        }
    } else if (name == "profile") {
        spec.profile = analysis::find_voice_profile(value);
        if (!spec.profile) return wrong("profile: expected soprano, mezzo, alto, tenor, baritone or bass");
    } else {
        return wrong("unknown setting; there is rate, channels, format, voices, a4, profile and token");
    }
    return {};
}

class NotesStream final : public BlockStream {
public:
    NotesStream(TcpStream stream, UpgradeRequest upgrade, const NotesStreamSpec& spec, SharedState& state,
                Worker& worker)
        : BlockStream(std::move(stream), std::move(upgrade), spec.blocks, state, worker), spec_(spec) {}
    ~NotesStream() override {
        if (recognizer_) state().recognizers.give_back(spec_.recognizer, *std::move(recognizer_));
    }

    void begin() {
        with_recognizer(spec_.recognizer, [self = std::static_pointer_cast<NotesStream>(shared_from_this())](
                                              Result<analysis::NoteRecognizer> recognizer) {
            if (!recognizer || self->worker().stopping) return;
            self->recognizer_ = *std::move(recognizer);
            self->accept();
        });
    }

private:
    void hear(ConstAudioBlock block) override {
        take_events(recognizer_->process(block));
        heard();
    }

    void finish() override {
        take_events(recognizer_->finish());
        ended();
    }

    /// A note that began outside the profile's range stays out, wherever it ends.
    void take_events(std::span<const analysis::NoteEvent> events) {
        for (const auto& event : events) {
            const auto pitch = static_cast<std::size_t>(event.note.midi_pitch);
            if (event.kind == analysis::NoteEvent::Kind::on) {
                sounding_.set(pitch, !spec_.profile || spec_.profile->takes(event.note));
            }
            if (!sounding_.test(pitch)) continue;
            if (event.kind == analysis::NoteEvent::Kind::off) sounding_.reset(pitch);
            append_event(lines(), event, spec_.recognizer.sample_rate);
            lines() += '\n';
        }
    }

    NotesStreamSpec spec_;
    std::optional<analysis::NoteRecognizer> recognizer_;
    std::bitset<kPitches> sounding_;
};

}  // namespace

Result<NotesStreamSpec> parse_notes_query(std::string_view query) {
    NotesStreamSpec spec;
    spec.blocks = {.sample_rate = spec.recognizer.sample_rate, .channels = spec.recognizer.channels};
    const auto taken = for_each_setting(
        query, [&](std::string_view name, std::string_view value) { return take_setting(spec, name, value); });
    if (!taken) return fail(taken.error());
    spec.recognizer.sample_rate = spec.blocks.sample_rate;
    spec.recognizer.channels = spec.blocks.channels;
    return spec;
}

void serve_notes(TcpStream stream, UpgradeRequest upgrade, const NotesStreamSpec& spec, SharedState& state,
                 Worker& worker) {
    std::make_shared<NotesStream>(std::move(stream), std::move(upgrade), spec, state, worker)->begin();
}

}  // namespace attacca::service
