#include "device/metered_stream.h"

#include <utility>

#include "attacca/rt/placement.h"

namespace attacca::device {

MeteredStream::MeteredStream(AudioCallback& callback, StreamListener listener)
    : meter_(callback), listener_(std::move(listener)) {
    (void)rt::this_machines_cpus();  // Here, and not before the first block.
}

void MeteredStream::lose(const std::string& detail) {
    if (!lost_.exchange(true)) tell(StreamEvent::lost, detail);
}

void MeteredStream::tell(StreamEvent event, const std::string& detail) {
    if (listener_) listener_(event, detail);
}

}  // namespace attacca::device
