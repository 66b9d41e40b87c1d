package io.margay.driver.onvif.internal.stream;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What is kept of a stream.
 *
 * @param video whether clips are kept, and not single frames
 * @param folder where the files go
 * @param format the ending of the files' names
 * @param frames how many frames there are of one turn, or in one clip
 * @param interval from one frame to the next; zero for every frame of a clip
 * @param clips how many clips there are of one turn
 * @param most how many files are kept; the oldest ones go
 */
public record RecordingSettings(
    boolean video,
    String profile,
    Path folder,
    String format,
    int frames,
    Duration interval,
    int clips,
    int most) {}
