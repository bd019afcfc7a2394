// Where this program looks for models.
#pragma once

#include "attacca/speech/model_folders.h"

namespace attacca::app {

/// As the environment says.
[[nodiscard]] speech::ModelFolders model_folders();

}  // namespace attacca::app
