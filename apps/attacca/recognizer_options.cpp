#include "recognizer_options.h"

namespace attacca::app {

void add_recognizer_options(CLI::App& app, speech::RecognizerSpec& spec) {
    app.add_option("--engine", spec.engine,
                   "What recognizes speech (default: what `attacca models use` has chosen, or the best here)")
        ->type_name("NAME");
    app.add_option("--model", spec.model, "Its model: a name, or the path of its file or folder")->type_name("MODEL");
    app.add_option("--language", spec.language, "What is spoken (default: en)")->type_name("CODE");
    app.add_option("--provider", spec.provider,
                   "What computes: cpu, gpu, npu, or a provider of ONNX Runtime (default: cpu)")
        ->type_name("NAME");
    app.add_option("--library", spec.library, "The engine's library (default: the one that is found)")
        ->type_name("FILE");
}

}  // namespace attacca::app
