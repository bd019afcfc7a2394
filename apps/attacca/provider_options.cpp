#include "provider_options.h"

namespace attacca::app {

void add_provider_options(CLI::App& app, speech::RecognizerSpec& spec) {
    app.add_option("--provider", spec.provider,
                   "What computes: cpu, gpu, npu, or a provider of ONNX Runtime (default: cpu)")
        ->type_name("NAME");
    app.add_option("--library", spec.library, "The engine's library (default: the one that is found)")
        ->type_name("FILE");
}

}  // namespace attacca::app
