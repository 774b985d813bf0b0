//! A renderer of the window without any graphics: egui's triangles are filled pixel by pixel, the same everywhere.

use eframe::egui::epaint::{ImageData, ImageDelta, Mesh, Primitive, Vertex};
use eframe::egui::{Color32, Context, FullOutput, Rect, TextureId, TexturesDelta};
use egui_kittest::TestRenderer;
use std::cell::RefCell;
use std::rc::Rc;

/// Red, green, blue, alpha; colours are multiplied by alpha; 0 to 1.
type Rgba = [f32; 4];

struct Texture {
    id: TextureId,
    size: [usize; 2],
    pixels: Vec<Rgba>,
}

/// The textures that a harness has uploaded; clones share them.
#[derive(Clone, Default)]
pub(crate) struct SoftwareRenderer {
    textures: Rc<RefCell<Vec<Texture>>>,
}

/// Pixels in rows from the top, 8 bits a channel.
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) rgba: Vec<u8>,
}

impl TestRenderer for SoftwareRenderer {
    #[expect(clippy::iter_over_hash_type, reason = "each texture is changed on its own")]
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let mut textures = self.textures.borrow_mut();
        for (id, images) in std::mem::take(&mut delta.set) {
            for image in &images {
                upload(&mut textures, id, image);
            }
        }
        let freed = std::mem::take(&mut delta.free);
        textures.retain(|texture| !freed.contains(&texture.id));
    }
}

/// A whole texture, or a part of one that is there.
fn upload(textures: &mut Vec<Texture>, id: TextureId, image: &ImageDelta) {
    let ImageData::Color(part) = &image.image;
    let colours = part.pixels.iter().map(Color32::to_array);
    let pixels: Vec<Rgba> = colours.map(|colour| colour.map(|channel| f32::from(channel) / 255.0)).collect();
    let Some([left, top]) = image.pos else {
        textures.retain(|texture| texture.id != id);
        textures.push(Texture { id, size: part.size, pixels });
        return;
    };
    let texture = textures.iter_mut().find(|texture| texture.id == id).unwrap();
    for (row, line) in pixels.chunks(part.size[0]).enumerate() {
        let start = (top + row) * texture.size[0] + left;
        texture.pixels[start..start + line.len()].copy_from_slice(line);
    }
}

impl SoftwareRenderer {
    /// What the window shows.
    pub(crate) fn picture(&self, context: &Context, output: &FullOutput) -> Picture {
        let size = context.content_rect().size() * context.pixels_per_point();
        let mut canvas = Canvas {
            width: size.x.round() as usize,
            height: size.y.round() as usize,
            pixels: vec![[0.0; 4]; size.x.round() as usize * size.y.round() as usize],
        };
        let textures = self.textures.borrow();
        for primitive in context.tessellate(output.shapes.clone(), context.pixels_per_point()) {
            let Primitive::Mesh(mesh) = &primitive.primitive else { continue };
            if let Some(texture) = textures.iter().find(|texture| texture.id == mesh.texture_id) {
                canvas.fill(mesh, texture, primitive.clip_rect, context.pixels_per_point());
            }
        }
        let bytes = canvas.pixels.iter().flat_map(|pixel| pixel.map(|channel| (channel * 255.0) as u8));
        Picture { width: canvas.width, height: canvas.height, rgba: bytes.collect() }
    }
}

struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<Rgba>,
}

/// Twice the area of a triangle; positive if `c` lies to the right of the way from `a` to `b`, with y downwards.
fn area(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

impl Canvas {
    fn fill(&mut self, mesh: &Mesh, texture: &Texture, clip: Rect, scale: f32) {
        let limit = |value: f32, most: usize| (value * scale).round().clamp(0.0, most as f32) as usize;
        let columns = limit(clip.min.x, self.width)..limit(clip.max.x, self.width);
        let rows = limit(clip.min.y, self.height)..limit(clip.max.y, self.height);
        for corners in mesh.indices.chunks_exact(3) {
            let corners = [0, 1, 2].map(|at| mesh.vertices[corners[at] as usize]);
            self.triangle(corners, texture, (&columns, &rows), scale);
        }
    }

    fn triangle(
        &mut self,
        mut corners: [Vertex; 3],
        texture: &Texture,
        (columns, rows): (&std::ops::Range<usize>, &std::ops::Range<usize>),
        scale: f32,
    ) {
        let place = |vertex: &Vertex| [f64::from(vertex.pos.x * scale), f64::from(vertex.pos.y * scale)];
        let mut points = corners.map(|vertex| place(&vertex));
        let mut whole = area(points[0], points[1], points[2]);
        if whole == 0.0 {
            return;
        }
        if whole < 0.0 {
            corners.swap(1, 2);
            points.swap(1, 2);
            whole = -whole;
        }
        let span = |axis: usize, range: &std::ops::Range<usize>| {
            let values = points.map(|point| point[axis]);
            let least = values.into_iter().fold(f64::MAX, f64::min).floor().max(range.start as f64);
            let most = values.into_iter().fold(f64::MIN, f64::max).ceil().min(range.end as f64);
            least as usize..most.max(0.0) as usize
        };
        let colours = corners.map(|vertex| vertex.color.to_array().map(|c| f32::from(c) / 255.0));
        for y in span(1, rows) {
            for x in span(0, columns) {
                let at = [x as f64 + 0.5, y as f64 + 0.5];
                let Some(shares) = shares(&points, at, whole) else { continue };
                let mix = |of: [f32; 3]| shares[0] * of[0] + shares[1] * of[1] + shares[2] * of[2];
                let u = mix(corners.map(|vertex| vertex.uv.x));
                let v = mix(corners.map(|vertex| vertex.uv.y));
                let texel = texture.sample(u, v);
                let below = &mut self.pixels[y * self.width + x];
                let colour: Rgba = std::array::from_fn(|c| texel[c] * mix(colours.map(|colour| colour[c])));
                for (channel, under) in below.iter_mut().enumerate() {
                    let over = colour[channel] + *under * (1.0 - colour[3]);
                    // A screen has 8 bits a channel after each triangle.
                    *under = (over.clamp(0.0, 1.0) * 255.0).round() / 255.0;
                }
            }
        }
    }
}

/// How much each corner counts at a place; `None` outside. A pixel on an edge belongs to one of the two triangles.
fn shares(points: &[[f64; 2]; 3], at: [f64; 2], whole: f64) -> Option<[f32; 3]> {
    let mut shares = [0.0; 3];
    for (corner, share) in shares.iter_mut().enumerate() {
        let (from, to) = (points[(corner + 1) % 3], points[(corner + 2) % 3]);
        let part = area(from, to, at);
        let owns_edge = (from[1] == to[1] && to[0] > from[0]) || to[1] < from[1];
        if part < 0.0 || part == 0.0 && !owns_edge {
            return None;
        }
        *share = (part / whole) as f32;
    }
    Some(shares)
}

impl Texture {
    /// The colour at a place between pixels.
    fn sample(&self, across: f32, down: f32) -> Rgba {
        let column = across * self.size[0] as f32 - 0.5;
        let row = down * self.size[1] as f32 - 0.5;
        let pixel = |right: f32, below: f32| {
            let column = (column.floor() + right).clamp(0.0, self.size[0] as f32 - 1.0) as usize;
            let row = (row.floor() + below).clamp(0.0, self.size[1] as f32 - 1.0) as usize;
            self.pixels[row * self.size[0] + column]
        };
        let upper = mixed(pixel(0.0, 0.0), pixel(1.0, 0.0), column - column.floor());
        let lower = mixed(pixel(0.0, 1.0), pixel(1.0, 1.0), column - column.floor());
        mixed(upper, lower, row - row.floor())
    }
}

fn mixed(from: Rgba, to: Rgba, share: f32) -> Rgba {
    std::array::from_fn(|channel| from[channel] * (1.0 - share) + to[channel] * share)
}
