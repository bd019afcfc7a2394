// A row that needs a second thread: it works only while the row is timed, so that rivals do not disturb each other.
#pragma once

#include <atomic>
#include <thread>
#include <utility>

namespace attacca::rt {

/// Both has `send()`, for the timed thread, and `receive()`, for the other; both return when everything is handed over.
template <class Both>
class TwoThreads {
public:
    template <class... Arguments>
    explicit TwoThreads(Arguments&&... arguments)
        : both_(std::forward<Arguments>(arguments)...), receiver_([this] { receive(); }) {}
    ~TwoThreads() {
        turn_ = kStop;
        turn_.notify_all();
        receiver_.join();
    }
    TwoThreads(const TwoThreads&) = delete;
    TwoThreads& operator=(const TwoThreads&) = delete;

    void run() {
        turn_ = kReceive;
        turn_.notify_all();
        both_.send();
        while (turn_ != kRest) std::this_thread::yield();
    }

private:
    static constexpr int kRest = 0, kReceive = 1, kStop = 2;

    void receive() {
        for (;;) {
            turn_.wait(kRest);
            if (turn_ == kStop) return;
            both_.receive();
            turn_ = kRest;
        }
    }

    Both both_;
    std::atomic<int> turn_{kRest};
    std::thread receiver_;
};

}  // namespace attacca::rt
