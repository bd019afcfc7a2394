#include <windows.h>

#include <avrt.h>

#include "attacca/rt/thread_priority.h"

namespace attacca::rt {
namespace {

std::string refusal(const char* what) {
    return std::string("ordinary priority: ") + what + " failed with error " + std::to_string(GetLastError());
}

}  // namespace

struct ScopedThreadPriority::Saved {
    HANDLE task = nullptr;
    int priority = THREAD_PRIORITY_NORMAL;
};

ScopedThreadPriority::ScopedThreadPriority(Spec spec) : saved_(std::make_unique<Saved>()) {
    saved_->priority = GetThreadPriority(GetCurrentThread());
    std::string audio_refused;
    if (spec.role == ThreadRole::audio) {
        DWORD task_index = 0;
        saved_->task = AvSetMmThreadCharacteristicsW(L"Pro Audio", &task_index);
        if (saved_->task != nullptr) {
            AvSetMmThreadPriority(saved_->task, AVRT_PRIORITY_CRITICAL);
            granted_ = {PriorityGrant::realtime, "MMCSS \"Pro Audio\""};
            return;
        }
        audio_refused = refusal("MMCSS \"Pro Audio\"") + "; ";
    }
    const int wanted = spec.role == ThreadRole::analysis ? THREAD_PRIORITY_ABOVE_NORMAL : THREAD_PRIORITY_HIGHEST;
    if (SetThreadPriority(GetCurrentThread(), wanted) != 0) {
        granted_ = {PriorityGrant::raised, audio_refused + "thread priority " + std::to_string(wanted)};
    } else {
        granted_ = {PriorityGrant::unchanged, audio_refused + refusal("SetThreadPriority")};
    }
}

ScopedThreadPriority::~ScopedThreadPriority() { restore(); }

void ScopedThreadPriority::restore() noexcept {
    if (!saved_) return;
    if (saved_->task != nullptr) AvRevertMmThreadCharacteristics(saved_->task);
    SetThreadPriority(GetCurrentThread(), saved_->priority);
    saved_.reset();
}

}  // namespace attacca::rt
