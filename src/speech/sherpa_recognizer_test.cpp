// The driver of sherpa-onnx, with a library that says what it was asked.
#include <gtest/gtest.h>

#include "speech/engine.h"
#include "speech/foreign_models_test.h"
#include "speech/sherpa_model.h"

namespace attacca::speech {
namespace {

const std::vector<float> kSecond(16000, 0.1F);

class Sherpa : public testing::Test {
protected:
    Sherpa() { here_.install("libsherpa-onnx-1.13.4.so", "libsherpa-onnx-c-api.so"); }

    Result<std::unique_ptr<Recognizer>> open(const std::string& model, RecognizerSpec spec = {}) {
        return engine_.open(spec, here_.path() / model, here_.folders());
    }

    Engine engine_ = sherpa_engine();
    TestFolder here_;
};

TEST_F(Sherpa, AStreamingModelGivesTextWhileItListens) {
    write_zipformer(here_, "streaming-en");
    auto opened = open("streaming-en");
    ASSERT_TRUE(opened) << opened.error().detail;
    Recognizer& recognizer = **opened;
    EXPECT_EQ(recognizer.engine(), "sherpa-onnx");
    for (int utterance = 0; utterance < 2; ++utterance) {
        ASSERT_TRUE(recognizer.begin());
        EXPECT_EQ(recognizer.partial().text, "");
        ASSERT_TRUE(recognizer.take(std::span(kSecond).first(8000)));
        EXPECT_EQ(recognizer.partial().text, "one");
        ASSERT_TRUE(recognizer.take(std::span(kSecond).first(4000)));
        EXPECT_EQ(recognizer.partial().text, "one t");
        // The silence that is added at the end lets out what the model holds back.
        const auto heard = recognizer.end();
        ASSERT_TRUE(heard);
        EXPECT_EQ(heard->text, "one two thr");
        ASSERT_EQ(heard->words.size(), 3U);
        EXPECT_EQ(heard->words[1].text, "two");
        EXPECT_NEAR(heard->words[1].begin_s, 0.5, 1e-6);
        for (const Word& word : heard->words) EXPECT_LE(word.end_s, 0.75);
        EXPECT_EQ(heard->confidence, 1.0F);
    }
}

TEST_F(Sherpa, AnOfflineModelGivesTextAtTheEnd) {
    here_.write("parakeet/tokens.txt", "a 0\n");
    here_.write("parakeet/model.onnx", onnx_stating({{"vocab_size", "1"}, {"subsampling_factor", "8"}}));
    auto opened = open("parakeet");
    ASSERT_TRUE(opened) << opened.error().detail;
    ASSERT_TRUE((*opened)->begin());
    EXPECT_EQ((*opened)->end()->text, "");
    ASSERT_TRUE((*opened)->begin());
    ASSERT_TRUE((*opened)->take(kSecond));
    EXPECT_EQ((*opened)->partial().text, "");
    const auto heard = (*opened)->end();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->text, "one two");
    ASSERT_EQ(heard->words.size(), 2U);
    EXPECT_NEAR(heard->words[1].end_s, 0.95, 1e-6);
    EXPECT_NEAR(heard->words[1].confidence, 0.5, 1e-3);
}

TEST_F(Sherpa, WhisperIsToldItsLanguageAndTask) {
    write_sherpa_whisper(here_, "whisper-tiny");
    auto opened = open("whisper-tiny", {.language = "de"});
    ASSERT_TRUE(opened) << opened.error().detail;
    ASSERT_TRUE((*opened)->begin());
    ASSERT_TRUE((*opened)->take(kSecond));
    const auto heard = (*opened)->end();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->text, "de transcribe");
    EXPECT_TRUE(heard->words.empty()) << "it tells no times";
    EXPECT_EQ(heard->confidence, 1.0F);
    const auto other = open("whisper-tiny", {.language = "fr"});
    ASSERT_FALSE(other) << "sherpa-onnx would end the program";
    EXPECT_EQ(other.error().code, ErrorCode::unsupported);
}

TEST_F(Sherpa, AProviderThatIsNotThereIsSaid) {
    write_zipformer(here_, "streaming-en");
    auto opened = open("streaming-en", {.provider = "cuda"});
    ASSERT_TRUE(opened) << opened.error().detail;
    EXPECT_EQ((*opened)->notice(), "this ONNX Runtime has no CUDA provider; running on the CPU");
    EXPECT_EQ((*open("streaming-en"))->notice(), "");
    EXPECT_EQ(open("streaming-en", {.provider = "magic"}).error().code, ErrorCode::invalid_argument);
}

TEST_F(Sherpa, WhatTheLibraryThrowsIsAnError) {
    write_zipformer(here_, "broken", "encoder-throws");
    const auto opened = open("broken");
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().detail.find("Protobuf parsing failed."), std::string::npos) << opened.error().detail;
}

TEST_F(Sherpa, ListsItsModelsAndVersion) {
    write_zipformer(here_, "sherpa-onnx-streaming-zipformer-en-2023");
    here_.write("pictures/tokens.txt", "no model beside it");
    EXPECT_EQ(engine_.version(here_.folders()), "1.13.4");
    const auto models = engine_.models(here_.folders());
    ASSERT_EQ(models.size(), 1U);
    EXPECT_EQ(models[0].language, "en");
}

TEST_F(Sherpa, ALibraryOfAnotherVersionIsRefused) {
    const TestFolder older;
    older.install("libsherpa-onnx-1.10.0.so", "libsherpa-onnx-c-api.so");
    const auto version = engine_.version(older.folders());
    ASSERT_FALSE(version);
    EXPECT_NE(version.error().detail.find("version 1.10.0"), std::string::npos) << version.error().detail;
    EXPECT_NE(version.error().detail.find("1.12.35 to 1.13"), std::string::npos) << version.error().detail;
}

// sherpa-onnx ends the program over each of these.
TEST(SherpaModel, FaultsAreFoundBeforeTheLibrarySeesThem) {
    const TestFolder folder;
    const auto words_for = [&] {
        const auto model = SherpaModel::in(folder.path() / "m");
        return model ? std::string("none") : model.error().detail;
    };
    EXPECT_NE(words_for().find("no model of sherpa-onnx"), std::string::npos) << words_for();
    write_zipformer(folder, "m");
    EXPECT_EQ(words_for(), "none");
    folder.write("m/tokens.txt", "a 0\nb c d\n");
    EXPECT_NE(words_for().find("tokens.txt:2:"), std::string::npos) << words_for();
    folder.write("m/tokens.txt", "");
    EXPECT_NE(words_for().find("is empty"), std::string::npos) << words_for();
    folder.write("m/tokens.txt", "a 0\n1\n");
    EXPECT_EQ(words_for(), "none") << "the space is a token, too";
    folder.write("m/decoder-1.onnx", onnx_stating({{"vocab_size", "500"}}));
    EXPECT_NE(words_for().find("decoder-1.onnx: states no context_size"), std::string::npos) << words_for();
    folder.write("m/decoder-1.onnx", onnx_stating({{"vocab_size", "500"}, {"context_size", "two"}}));
    EXPECT_NE(words_for().find("states no context_size"), std::string::npos) << words_for();
    folder.write("m/decoder-1.onnx", onnx_stating({{"vocab_size", "500"}, {"context_size", "2"}}));
    const std::string joiner = onnx_stating({{"joiner_dim", "512"}});
    folder.write("m/joiner-1.onnx", joiner.substr(0, joiner.size() - 3));
    EXPECT_NE(words_for().find("joiner-1.onnx: no ONNX model, or cut off"), std::string::npos) << words_for();
}

TEST(SherpaModel, KindsAreKnownByWhatTheyState) {
    const TestFolder folder;
    const auto kind_of = [&](const std::string& name) {
        folder.write(name + "/tokens.txt", "a 0\n");
        const auto model = SherpaModel::in(folder.path() / name);
        if (!model) ADD_FAILURE() << model.error().detail;
        return model ? model->kind : SherpaKind::online_transducer;
    };
    folder.write("sense/model.int8.onnx", onnx_stating({{"lfr_window_size", "7"},
                                                        {"lfr_window_shift", "6"},
                                                        {"vocab_size", "25055"},
                                                        {"normalize_samples", "0"},
                                                        {"with_itn", "14"},
                                                        {"without_itn", "15"},
                                                        {"lang_auto", "0"},
                                                        {"lang_zh", "3"},
                                                        {"lang_en", "4"},
                                                        {"lang_ja", "11"},
                                                        {"lang_ko", "12"},
                                                        {"lang_yue", "7"},
                                                        {"neg_mean", "-8.3"},
                                                        {"inv_stddev", "0.15"}}));
    EXPECT_EQ(kind_of("sense"), SherpaKind::sense_voice);
    folder.write("para/model.onnx", onnx_stating({{"lfr_window_size", "7"},
                                                  {"lfr_window_shift", "6"},
                                                  {"vocab_size", "8404"},
                                                  {"neg_mean", "-8.3"},
                                                  {"inv_stddev", "0.1"}}));
    EXPECT_EQ(kind_of("para"), SherpaKind::paraformer);
    for (const char* part : {"preprocess", "encode.int8", "uncached_decode.int8", "cached_decode.int8"}) {
        folder.write(std::string("moon/") + part + ".onnx", onnx_stating({}));
    }
    EXPECT_EQ(kind_of("moon"), SherpaKind::moonshine);
    folder.write(
        "nemo/encoder.int8.onnx",
        onnx_stating(
            {{"vocab_size", "1024"}, {"subsampling_factor", "8"}, {"pred_rnn_layers", "2"}, {"pred_hidden", "640"}}));
    folder.write("nemo/decoder.int8.onnx", onnx_stating({}));
    folder.write("nemo/joiner.int8.onnx", onnx_stating({}));
    EXPECT_EQ(kind_of("nemo"), SherpaKind::nemo_transducer);
    folder.write("off/encoder-1.onnx", onnx_stating({{"model_type", "zipformer2"}}));
    folder.write("off/encoder-1.int8.onnx", onnx_stating({{"model_type", "zipformer2"}}));
    folder.write("off/decoder-1.onnx", onnx_stating({{"vocab_size", "500"}, {"context_size", "2"}}));
    folder.write("off/joiner-1.onnx", onnx_stating({}));
    EXPECT_EQ(kind_of("off"), SherpaKind::transducer);
    EXPECT_EQ(SherpaModel::in(folder.path() / "off")->encoder.filename(), "encoder-1.int8.onnx");
    folder.write("odd/model.onnx", onnx_stating({{"model_type", "gpt"}}));
    folder.write("odd/tokens.txt", "a 0\n");
    const auto odd = SherpaModel::in(folder.path() / "odd");
    ASSERT_FALSE(odd);
    EXPECT_EQ(odd.error().code, ErrorCode::unsupported);
}

}  // namespace
}  // namespace attacca::speech
