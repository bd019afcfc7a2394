#include "device_list.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace attacca::studio {
namespace {

constexpr int kLookEvery_ms = 2000;

bool same(const device::DeviceInfo& one, const device::DeviceInfo& other) {
    const auto facts = [](const device::DeviceInfo& info) {
        return std::tie(info.id, info.name, info.output_channels, info.input_channels, info.sample_rate,
                        info.default_output, info.default_input);
    };
    return facts(one) == facts(other);
}

bool same_state(const device::BackendState& one, const device::BackendState& other) {
    return std::tie(one.name, one.answers, one.detail) == std::tie(other.name, other.answers, other.detail);
}

}  // namespace

DeviceList::DeviceList() {
    timer_.setInterval(kLookEvery_ms);
    timer_.setTimerType(Qt::VeryCoarseTimer);
    connect(&timer_, &QTimer::timeout, this, &DeviceList::look);
}

void DeviceList::watch(bool watched) {
    if (!watched) return timer_.stop();
    if (timer_.isActive()) return;
    timer_.start();
    look();
}

void DeviceList::look() {
    if (std::exchange(looking_, true)) return;
    background_.run(
        *this, [] { return Found{.devices = device::list_devices(), .backends = device::list_backends()}; },
        [this](Found found) { take(std::move(found)); });
}

void DeviceList::take(Found found) {
    looking_ = false;
    const bool kept = std::ranges::equal(found.devices, found_.devices, same) &&
                      std::ranges::equal(found.backends, found_.backends, same_state);
    found_ = std::move(found);
    if (!kept) emit changed();
}

}  // namespace attacca::studio
