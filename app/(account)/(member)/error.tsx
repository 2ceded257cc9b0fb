"use client";

export { PageFailed as default } from "@/app/_shell/page-failed";
