#include "recognizer_options.h"

#include <gtest/gtest.h>

namespace attacca::app {
namespace {

TEST(RecognizerOptions, ReachTheirSettings) {
    CLI::App app;
    speech::RecognizerSpec spec;
    add_recognizer_options(app, spec);
    app.parse("--engine vosk --model small --language de --provider cuda --library /opt/libvosk.so");
    EXPECT_EQ(spec.engine, "vosk");
    EXPECT_EQ(spec.model, "small");
    EXPECT_EQ(spec.language, "de");
    EXPECT_EQ(spec.provider, "cuda");
    EXPECT_EQ(spec.library, "/opt/libvosk.so");
}

TEST(RecognizerOptions, ExpectEnglishWhereNoLanguageIsNamed) {
    CLI::App app;
    speech::RecognizerSpec spec;
    add_recognizer_options(app, spec);
    app.parse("");
    EXPECT_EQ(spec.language, "en");
    EXPECT_EQ(spec.engine, "");
}

}  // namespace
}  // namespace attacca::app
