confrecap_video_load = "never"
confrecap_css = "yes"
confrecap_data = {"sponsors": "gold.yaml"}
confrecap_image_widths = []
confrecap_image_formats = ["bmp"]
confrecap_image_quality = {"avif": 0}
confrecap_limits = {"byte": 9, "levels": 900, "nodes": "many", "seconds": 0}
confrecap_dark_selector = "html { color: red }"
confrecap_strip = {"tier": ["Gold"], "tiers": "Gold", "backdrop": "", "logo_color": "blue"}
# +++
confrecap_data = {2026: "gold.yaml", "2025/": "gold.yaml", "2024": 2024, "2023": None}
# +++
html_sidebars = {"**": ["confrecap/sponsor-strip.html"]}
# +++
html_sidebars = {"**": ["confrecap/sponsor-strip.html"]}
confrecap_data = "gold.yaml"
confrecap_strip = {"tiers": ["Glod"]}
# +++
html_sidebars = {"**": ["confrecap/sponsor-strip.html"]}
confrecap_data = "unsold.yaml"
