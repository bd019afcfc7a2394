// Which rows of a picture's columns are to be painted anew.
#pragma once

#include <cstddef>
#include <vector>

#include "attacca/picture/pixel_box.h"

namespace attacca::picture {

/// One range of rows for each group of neighboring columns, from its first to its last row touched.
class ColumnRows {
public:
    static constexpr std::size_t kColumnsOfAGroup = 16;  ///< A cache line of pixels.

    /// Touched is nothing.
    void resize(PictureSize size);
    void clear() noexcept;
    void add_all() noexcept;
    void add(const PixelBox& box) noexcept;
    /// Between pixels: the rows that it meets, of one group.
    void add(std::size_t group, float upper, float lower) noexcept;

    [[nodiscard]] std::size_t groups() const noexcept { return groups_.size(); }
    /// Empty where nothing is touched.
    [[nodiscard]] PixelBox box(std::size_t group) const noexcept;
    [[nodiscard]] PixelBox box_at(std::size_t column) const noexcept { return box(column / kColumnsOfAGroup); }
    [[nodiscard]] bool meets(const PixelBox& box) const noexcept;
    [[nodiscard]] bool holds(const PixelBox& box) const noexcept;

private:
    struct Rows {
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    PictureSize size_;
    std::vector<Rows> groups_;
};

}  // namespace attacca::picture
