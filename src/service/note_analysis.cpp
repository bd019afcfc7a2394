#include "service/note_analysis.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <span>
#include <tuple>
#include <utility>

#include "attacca/kernels/convert.h"
#include "service/json_scanner.h"
#include "service/note_json.h"

namespace attacca::service {
namespace {

constexpr std::uint32_t kLowestRate = 8000;
constexpr std::uint32_t kHighestRate = 192'000;
constexpr std::size_t kStepFrames = 3072;  // Whole groups of base64, and no more work than a few live blocks.

auto wrong(std::string why) { return fail(ErrorCode::invalid_argument, std::move(why)); }

Result<std::uint32_t> parse_rate(const JsonObject::Member& member) {
    std::uint32_t rate = 0;
    const char* end = member.value.data() + member.value.size();
    const auto [parsed, error] = std::from_chars(member.value.data(), end, rate);
    if (member.is_string || error != std::errc() || parsed != end || rate < kLowestRate || rate > kHighestRate) {
        return wrong("sample_rate: expected a whole number from 8000 to 192000");
    }
    return rate;
}

Result<std::optional<analysis::VoiceProfile>> parse_profile(const JsonObject::Member& member) {
    if (member.value == "null" && !member.is_string) return std::optional<analysis::VoiceProfile>();
    if (auto profile = analysis::find_voice_profile(member.value); profile && member.is_string) return profile;
    std::string names;
    for (const auto& profile : analysis::voice_profiles()) names.append(names.empty() ? "" : ", ").append(profile.name);
    return wrong("profile: expected one of " + names);
}

}  // namespace

Result<AnalyzeRequest> parse_analyze_request(std::string_view body) {
    AnalyzeRequest request;
    bool has_audio = false;
    JsonObject object(body);
    while (const auto member = object.next()) {
        if (member->name == "audio_data") {
            if (!member->is_string) return wrong("audio_data: expected a string of base64");
            request.audio = member->value;
            has_audio = true;
        } else if (member->name == "sample_rate") {
            const auto rate = parse_rate(*member);
            if (!rate) return fail(rate.error());
            request.sample_rate = *rate;
        } else if (member->name == "profile") {
            const auto profile = parse_profile(*member);
            if (!profile) return fail(profile.error());
            request.profile = *profile;
        }
    }
    if (!object.valid()) return wrong("the body is not a JSON object");
    if (!has_audio) return wrong("audio_data is missing");
    if (request.sample_rate == 0) return wrong("sample_rate is missing");
    return request;
}

analysis::NoteRecognizerSpec NoteAnalysis::recognizer_spec(const AnalyzeRequest& request) noexcept {
    return {.sample_rate = static_cast<double>(request.sample_rate)};
}

void NoteAnalysis::begin(const AnalyzeRequest& request, analysis::NoteRecognizer recognizer) {
    request_ = request;
    reader_ = Base64Reader(request.audio);
    recognizer_ = std::move(recognizer);
    samples_ = 0;
    notes_.clear();
}

Result<NoteAnalysis::Progress> NoteAnalysis::step() {
    alignas(std::int16_t) std::array<std::uint8_t, kStepFrames * sizeof(std::int16_t)> bytes;
    const auto count = reader_.read(bytes);
    if (!count) return wrong("audio_data: not base64");
    if (*count % sizeof(std::int16_t) != 0) {
        return wrong("audio_data: an odd number of bytes, " + std::to_string(samples_ * sizeof(std::int16_t) + *count) +
                     "; samples are 16 bits");
    }
    const std::size_t frames = *count / sizeof(std::int16_t);
    samples_ += frames;
    if (samples_ == 0) return wrong("audio_data: no samples");
    std::array<float, kStepFrames> block;
    kernels::i16_to_f32(reinterpret_cast<const std::int16_t*>(bytes.data()), block.data(), frames);
    keep(recognizer_->process({std::span<const float>(block).first(frames), 1}));
    if (frames == kStepFrames) return Progress::more;
    keep(recognizer_->finish());
    return Progress::done;
}

void NoteAnalysis::keep(std::span<const analysis::NoteEvent> events) {
    for (const auto& [kind, note] : events) {
        if (kind != analysis::NoteEvent::Kind::off || (request_.profile && !request_.profile->takes(note))) continue;
        notes_.push_back(note);
    }
}

analysis::NoteRecognizer NoteAnalysis::take_recognizer() noexcept { return *std::exchange(recognizer_, std::nullopt); }

void NoteAnalysis::write_answer(std::string_view now, std::string& answer) {
    std::ranges::sort(notes_, {}, [](const analysis::Note& note) { return std::tuple(note.onset, note.midi_pitch); });

    answer = "{\"notes\":[";
    for (const auto& note : notes_) {
        if (&note != notes_.data()) answer += ',';
        append_analyzed(answer, note, request_.sample_rate);
    }
    answer.append("],\"sample_rate\":");
    append_number(answer, request_.sample_rate, 0);
    answer.append(",\"samples_analyzed\":");
    append_number(answer, static_cast<double>(samples_), 0);
    answer.append(",\"timestamp\":");
    append_string(answer, now);
    answer += '}';
}

void write_timestamp(std::string& text) {
    using std::chrono::milliseconds;
    const auto since = std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch());
    const std::time_t seconds = since.count() / 1000;
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 64> written;
    const int length = std::snprintf(written.data(), written.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                                     utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min,
                                     utc.tm_sec, static_cast<int>(since.count() % 1000));
    text.assign(written.data(), static_cast<std::size_t>(length));
}

}  // namespace attacca::service
