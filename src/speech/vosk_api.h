// What we use of Vosk's C interface; it has kept these functions since 0.3.30 and names no version.
#pragma once

namespace attacca::speech::vosk {

struct Model;
struct Decoder;

struct Functions {
    void (*set_log_level)(int level);
    Model* (*model_new)(const char* path);
    void (*model_free)(Model*);
    Decoder* (*recognizer_new)(Model*, float sample_rate);
    Decoder* (*recognizer_new_grm)(Model*, float sample_rate, const char* grammar);
    void (*recognizer_free)(Decoder*);
    void (*recognizer_set_words)(Decoder*, int words);
    int (*recognizer_accept_waveform_s)(Decoder*, const short* samples, int count);
    const char* (*recognizer_result)(Decoder*);
    const char* (*recognizer_partial_result)(Decoder*);
    const char* (*recognizer_final_result)(Decoder*);
};

}  // namespace attacca::speech::vosk
