package io.parley.sandbox;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/// Pictures of goods that exist nowhere: `/pictures/<name>.png`, for each name always the same one.
final class Pictures {

    private static final Pattern PATH = Pattern.compile("/pictures/([A-Za-z0-9_-]{1,60})\\.png");
    private static final int WIDTH = 480;
    private static final int HEIGHT = 360;

    private Pictures() {}

    /// A PNG, where the path is that of one.
    static Optional<byte[]> at(String path) {
        Matcher name = PATH.matcher(path);
        return name.matches() ? Optional.of(png(name.group(1))) : Optional.empty();
    }

    private static byte[] png(String name) {
        int hash = name.hashCode() * 0x9E3779B9;
        float hue = (hash >>> 8 & 0xFF) / 255f;
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(Color.getHSBColor(hue, 0.12f, 0.96f));
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        pen.setColor(Color.getHSBColor(hue, 0.65f, 0.6f));
        if (Math.floorMod(hash, 2) == 0) {
            pen.fill(round(hash));
        } else {
            pen.fill(edged(hash));
        }
        pen.setStroke(new BasicStroke(6));
        pen.setColor(Color.getHSBColor(hue, 0.5f, 0.35f));
        pen.drawLine(80, 300, 400, 300);
        pen.dispose();
        return bytes(image);
    }

    private static Path2D round(int hash) {
        Path2D shape = new Path2D.Double();
        double top = 90 + (hash >>> 16 & 0x3F);
        shape.moveTo(100, 294);
        shape.curveTo(100, top, 180, top, 210, top + 40);
        shape.curveTo(260, top + 90, 390, 200, 390, 294);
        shape.closePath();
        return shape;
    }

    private static Path2D edged(int hash) {
        Path2D shape = new Path2D.Double();
        double top = 80 + (hash >>> 16 & 0x3F);
        shape.moveTo(140, 294);
        shape.lineTo(140, top);
        shape.lineTo(220, top);
        shape.lineTo(250, 220);
        shape.lineTo(370, 240);
        shape.lineTo(370, 294);
        shape.closePath();
        return shape;
    }

    private static byte[] bytes(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
