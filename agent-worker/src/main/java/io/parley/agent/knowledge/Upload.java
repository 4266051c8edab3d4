package io.parley.agent.knowledge;

import java.nio.charset.Charset;
import java.util.Optional;

/// A file that is to become a document.
///
/// @param name one that [Document#isName(String)] takes
/// @param mediaType as its sender names it, without parameters
/// @param charset of a text, where its sender names it
@SuppressWarnings("ArrayRecordComponent") // megabytes that nobody compares
public record Upload(String name, String mediaType, Optional<Charset> charset, byte[] content) {}
