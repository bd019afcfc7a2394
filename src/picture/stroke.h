// The outlines of lines, circles and rounded boxes, as polygons.
#pragma once

#include <span>
#include <vector>

#include "attacca/picture/canvas.h"

namespace attacca::picture {

// Each replaces `outline`. What has a coordinate that is not finite, or no area, leaves it empty.

/// Around a line of that width, with round ends; corners are mitered.
void outline_line(std::span<const Point> points, float width, std::vector<Point>& outline);
void outline_circle(Point center, float radius, std::vector<Point>& outline);
/// A circle's line.
void outline_ring(Point center, float radius, float width, std::vector<Point>& outline);
/// Requires a radius of at most half the box's width and height.
void outline_rounded_box(Point upper_left, Point lower_right, float radius, std::vector<Point>& outline);

}  // namespace attacca::picture
