// A libvosk.so for tests: it takes a pause for an end after each second, and says what it was asked.
#include <string>

#include "speech/vosk_api.h"

namespace vosk = attacca::speech::vosk;

struct attacca::speech::vosk::Model {};
struct attacca::speech::vosk::Decoder {
    std::string grammar;
    std::string answer;
    int samples = 0;
    int seconds = 0;
    bool loud = false;
    bool words = false;
};

extern "C" {

void vosk_set_log_level(int) {}
vosk::Model* vosk_model_new(const char* path) {
    return std::string(path).find("broken") == std::string::npos ? new vosk::Model : nullptr;
}
void vosk_model_free(vosk::Model* model) { delete model; }
vosk::Decoder* vosk_recognizer_new(vosk::Model*, float sample_rate) {
    return sample_rate == 16000.0F ? new vosk::Decoder : nullptr;
}
vosk::Decoder* vosk_recognizer_new_grm(vosk::Model*, float, const char* grammar) {
    return new vosk::Decoder{.grammar = grammar};
}
void vosk_recognizer_free(vosk::Decoder* decoder) { delete decoder; }
#ifndef STUB_LACKS_WORDS
void vosk_recognizer_set_words(vosk::Decoder* decoder, int words) { decoder->words = words != 0; }
#endif

int vosk_recognizer_accept_waveform_s(vosk::Decoder* decoder, const short* samples, int count) {
    for (int i = 0; i < count; ++i) decoder->loud = decoder->loud || samples[i] > 16000;
    decoder->samples += count;
    if (decoder->samples < 16000) return 0;
    decoder->samples -= 16000;
    return 1;
}

const char* vosk_recognizer_result(vosk::Decoder* decoder) {
    const int begin_s = decoder->seconds++;
    const std::string word = decoder->loud ? "loud" : "soft";
    decoder->answer = R"({"text": ")" + word + R"("})";
    if (decoder->words) {
        decoder->answer = R"({"result": [{"conf": 0.75, "start": )" + std::to_string(begin_s) + R"(.1, "end": )" +
                          std::to_string(begin_s) + R"(.6, "word": ")" + word + R"("}], "text": ")" + word + R"("})";
    }
    return decoder->answer.c_str();
}

const char* vosk_recognizer_partial_result(vosk::Decoder* decoder) {
    decoder->answer = decoder->samples > 0 ? R"({"partial": "some more"})" : R"({"partial": ""})";
    return decoder->answer.c_str();
}

const char* vosk_recognizer_final_result(vosk::Decoder* decoder) {
    if (!decoder->grammar.empty()) {
        std::string words;
        for (const char c : decoder->grammar) words += c == '"' ? "" : std::string(1, c == ',' ? ' ' : c);
        decoder->answer = R"({"text": ")" + words.substr(1, words.size() - 2) + R"("})";
        return decoder->answer.c_str();
    }
    return decoder->samples > 0 ? vosk_recognizer_result(decoder) : R"({"text": ""})";
}

}  // extern "C"
