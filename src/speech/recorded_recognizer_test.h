// A recognizer that keeps what it hears, and says one word for it.
#pragma once

#include <future>
#include <optional>
#include <vector>

#include "attacca/speech/recognizer.h"

namespace attacca::test {

class RecordedRecognizer final : public speech::Recognizer {
public:
    struct Record {
        bool fails = false;
        std::shared_future<void> wait_for = {};  ///< Where it is set, nothing is heard before.
        std::vector<std::vector<float>> utterances = {};
    };

    explicit RecordedRecognizer(Record& record) : record_(record) {}

    std::string_view engine() const noexcept override { return "recorded"; }

    Status begin() override {
        record_.utterances.emplace_back();
        return {};
    }

    Status take(std::span<const float> samples) override {
        if (record_.wait_for.valid()) record_.wait_for.wait();
        if (record_.fails) return fail(ErrorCode::system, "the engine broke");
        auto& heard = record_.utterances.back();
        heard.insert(heard.end(), samples.begin(), samples.end());
        return {};
    }

    speech::Transcript partial() override { return {.text = std::to_string(record_.utterances.back().size())}; }

    Result<speech::Transcript> end() override {
        const double length_s = static_cast<double>(record_.utterances.back().size()) / speech::kSpeechRate_hz;
        return speech::Transcript{
            .text = "word", .words = {{.text = "word", .end_s = length_s, .confidence = 1.0F}}, .confidence = 1.0F};
    }

private:
    Record& record_;
};

}  // namespace attacca::test
