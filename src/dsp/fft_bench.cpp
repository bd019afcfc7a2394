// The real transform beside the textbook's radix-2 loop.
#include "attacca/dsp/fft.h"

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

namespace attacca::dsp {
namespace {

AlignedBuffer<float> noise(std::size_t count) {
    std::minstd_rand random(1);
    std::uniform_real_distribution<float> uniform(-1.0F, 1.0F);
    AlignedBuffer<float> samples(count);
    for (float& sample : samples.span()) sample = uniform(random);
    return samples;
}

std::function<void()> ours(std::size_t length) {
    struct Work {
        RealFft fft;
        AlignedBuffer<float> in, work;
        AlignedBuffer<std::complex<float>> out;
    };
    RealFft fft = *RealFft::create(length);
    const std::size_t work_size = fft.work_size();
    auto work = std::make_shared<Work>(Work{std::move(fft), noise(length), AlignedBuffer<float>(work_size),
                                            AlignedBuffer<std::complex<float>>(length / 2 + 1)});
    return [work] {
        work->fft.forward(work->in.span(), work->out.span(), work->work.span());
        bench::keep(work->out[1]);
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
std::function<void()> fftw(std::size_t length) {
    struct Work {
        AlignedBuffer<float> in;
        AlignedBuffer<std::complex<float>> out;
        fftwf_plan plan;
        ~Work() { fftwf_destroy_plan(plan); }
    };
    auto work = std::shared_ptr<Work>(new Work{AlignedBuffer<float>(length),
                                               AlignedBuffer<std::complex<float>>(length / 2 + 1), nullptr});
    work->plan = fftwf_plan_dft_r2c_1d(static_cast<int>(length), work->in.data(),
                                       reinterpret_cast<fftwf_complex*>(work->out.data()), FFTW_PATIENT);
    work->in = noise(length);  // Planning overwrites; a new buffer is as well aligned.
    return [work] {
        fftwf_execute_dft_r2c(work->plan, work->in.data(), reinterpret_cast<fftwf_complex*>(work->out.data()));
        bench::keep(work->out[1]);
    };
}
#endif

bool add_row(std::size_t length) {
    bench::Row row{.name = "fft.real.forward/" + std::to_string(length),
                   .frames = static_cast<double>(length),
                   .prepare = [length] { return ours(length); },
                   .rivals = {}};
    const bool power_of_two = (length & (length - 1)) == 0;
    if (power_of_two) row.rivals.push_back({"plain", [length] { return plain(length); }});
#ifdef ATTACCA_HAS_FFTW3F
    row.rivals.push_back({"fftw3f", [length] { return fftw(length); }});
#endif
    return bench::add(std::move(row));
}

const bool kAdded = [] {
    for (const std::size_t length : {400, 512, 800, 1024, 2048, 4096, 8192, 48000}) add_row(length);
    return true;
}();

}  // namespace
}  // namespace attacca::dsp
