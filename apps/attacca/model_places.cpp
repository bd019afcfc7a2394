#include "model_places.h"

#include <cstdlib>

namespace attacca::app {

speech::ModelFolders model_folders() {
    return speech::ModelFolders::of_this_machine([](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value == nullptr ? "" : value);
    });
}

}  // namespace attacca::app
