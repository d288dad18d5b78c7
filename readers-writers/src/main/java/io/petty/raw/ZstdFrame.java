package io.petty.raw;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Passes on the bytes of zstd frames, one frame after another (RFC 8878, section 3.1). A single call never reads past
 * the end of a block, a header or a checksum.
 *
 * <p>The decompressor discards the output of a call in which it finds an error. Since it is fed piece by piece, it has
 * returned all earlier blocks before it sees a broken block or a frame's checksum. {@code available()} stays 0 for the
 * same reason: the decompressor then returns what it has instead of reading more. After the end of a frame,
 * reads return −1 until {@link #start} is called.
 */
final class ZstdFrame extends InputStream {
    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE_MAGIC = 0x184D2A50;
    private static final int RUN_LENGTH_BLOCK = 1;

    private enum Piece {
        MAGIC,
        FRAME_DESCRIPTOR,
        FRAME_HEADER,
        BLOCK_HEADER,
        BLOCK,
        CHECKSUM,
        SKIPPED_LENGTH,
        SKIPPED,
        END
    }

    private final RawInput input;
    private Piece piece = Piece.END;
    private long left;
    /** The last four bytes of the piece so far, the newest in the highest byte. */
    private int value;

    private boolean hasChecksum;
    private boolean lastBlock;

    ZstdFrame(RawInput input) {
        this.input = input;
    }

    /** Returns whether a file's next four bytes, in little-endian order, start a frame, including a skippable one. */
    static boolean startsWith(int magic) {
        return magic == MAGIC || isSkippable(magic);
    }

    private static boolean isSkippable(int magic) {
        return (magic & ~0xF) == SKIPPABLE_MAGIC;
    }

    /** Starts reading the frame at the input's position. */
    void start() {
        start(Piece.MAGIC, 4);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /**
     * Reads from the frame; returns −1 at its end.
     *
     * @throws EOFException if the file ends within the frame
     */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (piece == Piece.END) {
            return -1;
        }
        int count = input.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw RawInput.incomplete();
        }
        for (int i = Math.max(0, count - 4); i < count; i++) {
            value = value >>> 8 | bytes[offset + i] << 24;
        }
        left -= count;
        while (left == 0 && piece != Piece.END) {
            next();
        }
        return count;
    }

    private void next() {
        switch (piece) {
            case MAGIC -> {
                if (isSkippable(value)) {
                    start(Piece.SKIPPED_LENGTH, 4);
                } else {
                    start(Piece.FRAME_DESCRIPTOR, 1);
                }
            }
            case FRAME_DESCRIPTOR -> startHeader(value >>> 24);
            case FRAME_HEADER -> start(Piece.BLOCK_HEADER, 3);
            case BLOCK_HEADER -> startBlock(value >>> 8);
            case BLOCK -> {
                if (!lastBlock) {
                    start(Piece.BLOCK_HEADER, 3);
                } else if (hasChecksum) {
                    start(Piece.CHECKSUM, 4);
                } else {
                    start(Piece.END, 0);
                }
            }
            case SKIPPED_LENGTH -> start(Piece.SKIPPED, value & 0xFFFFFFFFL);
            case CHECKSUM, SKIPPED, END -> start(Piece.END, 0);
        }
    }

    private void startHeader(int descriptor) {
        boolean singleSegment = (descriptor & 0x20) != 0;
        int contentSizeFlag = descriptor >>> 6;
        int contentSizeBytes = contentSizeFlag == 0 ? (singleSegment ? 1 : 0) : 1 << contentSizeFlag;
        int dictionaryFlag = descriptor & 3;
        int dictionaryBytes = dictionaryFlag == 3 ? 4 : dictionaryFlag;
        hasChecksum = (descriptor & 4) != 0;
        start(Piece.FRAME_HEADER, (singleSegment ? 0 : 1) + dictionaryBytes + contentSizeBytes);
    }

    private void startBlock(int header) {
        lastBlock = (header & 1) != 0;
        int type = header >>> 1 & 3;
        start(Piece.BLOCK, type == RUN_LENGTH_BLOCK ? 1 : header >>> 3);
    }

    private void start(Piece next, long length) {
        piece = next;
        left = length;
    }
}
