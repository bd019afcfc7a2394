// Work that may wait, for a disk or a sound server, done beside the window's thread.
#pragma once

#include <QMetaObject>
#include <QObject>
#include <memory>
#include <thread>
#include <utility>

namespace attacca::studio {

/// One piece of work at a time: a second waits for the first, as does the end of this.
///
/// Threads    The window's.
class Background {
public:
    /// Calls `work` on a thread of its own, then `done` with what it returned on the owner's. The owner owns this, too.
    template <class Work, class Done>
    void run(QObject& owner, Work work, Done done) {
        thread_ = std::jthread([&owner, work = std::move(work), done = std::move(done)]() mutable {
            auto result = std::make_shared<decltype(work())>(work());  // A queued call is copied.
            QMetaObject::invokeMethod(&owner, [result, done]() mutable { done(std::move(*result)); });
        });
    }

private:
    std::jthread thread_;
};

}  // namespace attacca::studio
