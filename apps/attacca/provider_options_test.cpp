#include "provider_options.h"

#include <gtest/gtest.h>

namespace attacca::app {
namespace {

TEST(ProviderOptions, ReachTheirSettings) {
    CLI::App app;
    speech::RecognizerSpec spec;
    add_provider_options(app, spec);
    app.parse("--provider cuda --library /opt/libwhisper.so");
    EXPECT_EQ(spec.provider, "cuda");
    EXPECT_EQ(spec.library, "/opt/libwhisper.so");
}

}  // namespace
}  // namespace attacca::app
