// A recognizer whose engine hears an utterance at once, when it is over.
#pragma once

#include <span>
#include <vector>

#include "attacca/speech/recognizer.h"

namespace attacca::speech {

/// Keeps what is said until `end`, which is the engine's to write.
class WholeUtterance : public Recognizer {
public:
    Status begin() final {
        samples_.clear();
        return {};
    }

    Status take(std::span<const float> samples) final {
        samples_.insert(samples_.end(), samples.begin(), samples.end());
        return {};
    }

    Transcript partial() final { return {}; }

protected:
    std::vector<float> samples_;
};

}  // namespace attacca::speech
