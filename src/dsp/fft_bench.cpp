// Transforms beside the textbook's radix-2 loop and the libraries.
#include "attacca/dsp/fft.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <memory>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "attacca/base/aligned_buffer.h"
#include "bench/bench.h"

#ifdef ATTACCA_HAS_FFTW3F
#include <fftw3.h>
#endif
#ifdef ATTACCA_HAS_KISSFFT
#include <kiss_fftr.h>
#endif

namespace attacca::dsp {
namespace {

AlignedBuffer<float> noise(std::size_t count) {
    std::minstd_rand random(1);
    std::uniform_real_distribution<float> uniform(-1.0F, 1.0F);
    AlignedBuffer<float> samples(count);
    for (float& sample : samples.span()) sample = uniform(random);
    return samples;
}

using Bin = std::complex<float>;

/// Which transform a row is about.
enum class Kind { real_forward, real_inverse, complex_forward };

/// A signal and its bins, of one type for all kinds: a complex signal is twice as many floats.
struct Buffers {
    explicit Buffers(std::size_t length) : signal(noise(2 * length)), bins(length) {
        const AlignedBuffer<float> values = noise(2 * length);
        for (std::size_t k = 0; k < length; ++k) bins[k] = {values[2 * k], values[2 * k + 1]};
    }
    AlignedBuffer<float> signal;
    AlignedBuffer<Bin> bins;
};

std::function<void()> ours(Kind kind, std::size_t length) {
    struct Work : Buffers {
        explicit Work(std::size_t length)
            : Buffers(length),
              real(*RealFft::create(length)),
              complex(*ComplexFft::create(length)),
              work(complex.work_size()) {}
        RealFft real;
        ComplexFft complex;
        AlignedBuffer<float> work;
    };
    auto work = std::make_shared<Work>(length);
    const auto signal = work->signal.span().first(length);
    const auto bins = work->bins.span().first(length / 2 + 1);
    if (kind == Kind::real_forward) {
        return [=] {
            work->real.forward(signal, bins, work->work.span());
            bench::keep(bins[1]);
        };
    }
    if (kind == Kind::real_inverse) {
        return [=] {
            work->real.inverse(bins, signal, work->work.span());
            bench::keep(signal[1]);
        };
    }
    auto out = std::make_shared<AlignedBuffer<Bin>>(length);
    return [=] {
        work->complex.forward(work->bins.span(), out->span(), work->work.span());
        bench::keep((*out)[1]);
    };
}

/// In place, decimation in time, for powers of two.
void plain_transform(std::vector<std::complex<float>>& data, const std::vector<std::complex<float>>& roots) {
    const std::size_t n = data.size();
    for (std::size_t i = 1, j = 0; i < n; ++i) {
        std::size_t bit = n / 2;
        for (; (j & bit) != 0; bit /= 2) j ^= bit;
        j ^= bit;
        if (i < j) std::swap(data[i], data[j]);
    }
    for (std::size_t span = 2; span <= n; span *= 2) {
        for (std::size_t first = 0; first < n; first += span) {
            for (std::size_t k = 0; k < span / 2; ++k) {
                const std::complex<float> w = roots[k * (n / span)];
                const std::complex<float> x = data[first + k + span / 2];
                const std::complex<float> turned{w.real() * x.real() - w.imag() * x.imag(),
                                                 w.real() * x.imag() + w.imag() * x.real()};
                data[first + k + span / 2] = data[first + k] - turned;
                data[first + k] += turned;
            }
        }
    }
}

std::function<void()> plain(std::size_t length) {
    struct Work {
        AlignedBuffer<float> in;
        std::vector<std::complex<float>> data, roots;
    };
    auto work = std::make_shared<Work>(Work{noise(length), std::vector<std::complex<float>>(length), {}});
    for (std::size_t k = 0; k < length / 2; ++k) {
        const double turns = static_cast<double>(k) / static_cast<double>(length);
        work->roots.emplace_back(std::polar(1.0, -2.0 * std::numbers::pi * turns));
    }
    return [work] {
        for (std::size_t i = 0; i < work->data.size(); ++i) work->data[i] = work->in[i];
        plain_transform(work->data, work->roots);
        bench::keep(work->data[1]);
    };
}

#ifdef ATTACCA_HAS_FFTW3F
std::function<void()> fftw(Kind kind, std::size_t length) {
    struct Work : Buffers {
        using Buffers::Buffers;
        AlignedBuffer<Bin> out;
        fftwf_plan plan = nullptr;
        ~Work() { fftwf_destroy_plan(plan); }
    };
    auto work = std::make_shared<Work>(length);
    work->out = AlignedBuffer<Bin>(length);
    auto* bins = reinterpret_cast<fftwf_complex*>(work->bins.data());
    const auto n = static_cast<int>(length);
    if (kind == Kind::real_forward) work->plan = fftwf_plan_dft_r2c_1d(n, work->signal.data(), bins, FFTW_PATIENT);
    if (kind == Kind::real_inverse) {
        work->plan = fftwf_plan_dft_c2r_1d(n, bins, work->signal.data(), FFTW_PATIENT | FFTW_PRESERVE_INPUT);
    }
    if (kind == Kind::complex_forward) {
        work->plan =
            fftwf_plan_dft_1d(n, bins, reinterpret_cast<fftwf_complex*>(work->out.data()), FFTW_FORWARD, FFTW_PATIENT);
    }
    const Buffers fresh(length);  // Planning overwrote them.
    std::copy_n(fresh.signal.data(), fresh.signal.size(), work->signal.data());
    std::copy_n(fresh.bins.data(), fresh.bins.size(), work->bins.data());
    return [work] {
        fftwf_execute(work->plan);
        bench::keep(work->bins[1]);
        bench::keep(work->out[1]);
    };
}
#endif

#ifdef ATTACCA_HAS_KISSFFT
std::function<void()> kissfft(Kind kind, std::size_t length) {
    struct Work : Buffers {
        Work(Kind kind, std::size_t length)
            : Buffers(length),
              out(length),
              real(kiss_fftr_alloc(static_cast<int>(length), kind == Kind::real_inverse ? 1 : 0, nullptr, nullptr)),
              complex(kiss_fft_alloc(static_cast<int>(length), 0, nullptr, nullptr)) {}
        ~Work() {
            kiss_fftr_free(real);
            kiss_fft_free(complex);
        }
        AlignedBuffer<Bin> out;
        kiss_fftr_cfg real;
        kiss_fft_cfg complex;
    };
    auto work = std::make_shared<Work>(kind, length);
    auto* bins = reinterpret_cast<kiss_fft_cpx*>(work->bins.data());
    return [=] {
        if (kind == Kind::real_forward) kiss_fftr(work->real, work->signal.data(), bins);
        if (kind == Kind::real_inverse) kiss_fftri(work->real, bins, work->signal.data());
        if (kind == Kind::complex_forward) {
            kiss_fft(work->complex, bins, reinterpret_cast<kiss_fft_cpx*>(work->out.data()));
        }
        bench::keep(work->bins[1]);
        bench::keep(work->out[1]);
        bench::keep(work->signal[1]);
    };
}
#endif

bool add_row(Kind kind, const std::string& name, std::size_t length) {
    bench::Row row{.name = name + "/" + std::to_string(length),
                   .frames = static_cast<double>(length),
                   .prepare = [=] { return ours(kind, length); },
                   .rivals = {}};
    const bool power_of_two = (length & (length - 1)) == 0;
    if (kind == Kind::real_forward && power_of_two) row.rivals.push_back({"plain", [=] { return plain(length); }});
#ifdef ATTACCA_HAS_FFTW3F
    row.rivals.push_back({"fftw3f", [=] { return fftw(kind, length); }});
#endif
#ifdef ATTACCA_HAS_KISSFFT
    row.rivals.push_back({"kissfft", [=] { return kissfft(kind, length); }});
#endif
    return bench::add(std::move(row));
}

/// Making a plan, not using it.
std::function<void()> plan(std::size_t length) {
    return [length] {
        const auto fft = RealFft::create(length);
        bench::keep(*fft);
    };
}

const bool kAdded = [] {
    for (const std::size_t length : {400, 512, 800, 1024, 2048, 4096, 8192, 48000}) {
        add_row(Kind::real_forward, "fft.real.forward", length);
    }
    for (const std::size_t length : {1024, 2048}) add_row(Kind::real_inverse, "fft.real.inverse", length);
    add_row(Kind::complex_forward, "fft.complex.forward", 1024);
    return bench::add({.name = "fft.plan/8192", .frames = 8192, .prepare = [] { return plan(8192); }, .rivals = {}});
}();

}  // namespace
}  // namespace attacca::dsp
