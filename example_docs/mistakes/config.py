confrecap_video_load = "never"
