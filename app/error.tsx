"use client";

export { FrameFailed as default } from "./_shell/frame-failed";
