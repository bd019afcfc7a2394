// Recognizers that were used and can be used again, and a thread that makes more.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "attacca/analysis/note_recognizer.h"
#include "attacca/base/result.h"

namespace attacca::service {

/// To make a recognizer takes as long as to hear a second with it: where live sounds are waited for, that is somebody
/// else's work, and each is used as often as it can be.
///
/// Threads    Any.
class RecognizerStock {
public:
    using Spec = analysis::NoteRecognizerSpec;
    using Deliver = std::function<void(Result<analysis::NoteRecognizer>)>;

    /// Keeps so many that nobody uses; whichever has waited longest goes for one more.
    explicit RecognizerStock(std::size_t most_idle);
    ~RecognizerStock();
    RecognizerStock(const RecognizerStock&) = delete;
    RecognizerStock& operator=(const RecognizerStock&) = delete;

    /// One that was given back, as new; nothing where there is none of this spec. Allocates nothing.
    [[nodiscard]] std::optional<analysis::NoteRecognizer> take(const Spec& spec) noexcept;

    /// Makes one and hands it over, on a thread of the stock's.
    void make(const Spec& spec, Deliver deliver);

    void give_back(const Spec& spec, analysis::NoteRecognizer recognizer) noexcept;

    /// Makes no more. What has not been handed over is forgotten, with what was to take it.
    void stop();

private:
    struct Order {
        Spec spec;
        Deliver deliver;
    };
    struct Idle {
        Spec spec;
        analysis::NoteRecognizer recognizer;
    };
    void work();

    const std::size_t most_idle_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Idle> idle_;  ///< The last one given back is the last.
    std::vector<Order> orders_;
    bool stopping_ = false;
    std::thread maker_;
};

}  // namespace attacca::service
